"""What the command line does, a file a command: the same figures as the screens, without a screen."""
