export PAGE_VERSION="`curl http://10.0.0.1/`"
