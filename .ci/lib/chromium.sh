# shellcheck shell=bash
# Finds a Chromium or Chrome; exports CC_CI_CHROMIUM. Nothing is ever downloaded from a browser vendor.

find_chromium() {
  local name
  for name in "${CC_CI_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

ensure_chromium() {
  if ! CC_CI_CHROMIUM=$(find_chromium); then
    install_package chromium "Chromium"
    CC_CI_CHROMIUM=$(find_chromium) || fail "Debian's chromium was installed, but there is still no command chromium."
  fi
  # A screenshot without a single font shows boxes.
  if on_debian && is_root && ! compgen -G '/usr/share/fonts/*/*' >/dev/null; then
    install_package fonts-dejavu-core "a font"
  fi
  export CC_CI_CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
}
