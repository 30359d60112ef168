# Words anyone can guess. Each sets up what is missing first; `make help` lists them.
.PHONY: help setup run test check fmt e2e bench faults tour package bindings clean

help: ## list these words
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1\t/p' Makefile | expand -t 20

setup: ## install what is missing: system packages, Node packages, the sidecar
	@scripts/setup.sh

run: setup ## build and open the window on the current folder (DIR=folder, PROFILE=dev)
	@scripts/run.sh "$(or $(DIR),.)"

test: setup ## run every suite and count
	@scripts/test.sh

check: setup ## formatting, lints and types of all languages
	@scripts/check.sh

fmt: setup ## format all languages
	@scripts/fmt.sh

e2e: setup ## drive the real window on a virtual display
	@scripts/e2e.sh

bench: setup ## measure side by side with the peers (ARGS=--quick for a short look)
	@scripts/bench.sh $(ARGS)

faults: setup ## break what Tenon stands on and count what survives (ARGS=--quick)
	@scripts/faults.sh $(ARGS)

tour: setup ## take the pictures of the window, into target/tour
	@scripts/tour.sh

package: setup ## make the deb and rpm packages
	@scripts/package.sh

bindings: setup ## write src/ipc/bindings.ts anew from the list of commands
	@scripts/bindings.sh

clean: ## remove what was built
	@scripts/clean.sh
