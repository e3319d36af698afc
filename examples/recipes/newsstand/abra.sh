#!/bin/bash

# A config cannot change under one name: count up whenever its file changes.
export NGINX_CONF_VERSION=v2
export INDEX_VERSION=v2
export SCRIPT_VERSION=v2
export STYLE_VERSION=v1
