# make run    the app on http://127.0.0.1:8501 (environment, dependencies, store: made at the first start)
# make test   everything: style, types, tests, real browser
# Everything is done by make.py, so that `python make.py run` does the same where there is no make.
PYTHON ?= python3
export PORT HEADLESS

.PHONY: run test check environment lock clean
run test check environment lock clean:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Python 3.11 or newer is needed: apt-get install python3" >&2; exit 1; }
	@$(PYTHON) make.py $@ $(ARGS)
