"""Alembic's folder: the steps by which an older journal becomes the present one."""
