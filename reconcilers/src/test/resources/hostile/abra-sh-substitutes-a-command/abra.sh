export PAGE_VERSION=$(touch /tmp/cc-ci-was-here; id)
