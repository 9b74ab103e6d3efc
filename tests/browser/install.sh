#!/bin/sh
# Chromium for the checks of the report in a real browser. It is installed where that is possible without asking for
# rights: as root on Debian and its kin. Elsewhere this says what is left out. A browser is never downloaded otherwise.
set -eu

for name in "${DETENTE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the report's browser checks ..."
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null; then
        exit 0
    fi
    echo "Chromium could not be installed."
fi

echo "LEFT OUT: the report's checks in a browser (layout, accessibility, print). They need Chromium: install it, or set"
echo "DETENTE_CHROMIUM to a Chromium or Chrome. With DETENTE_REQUIRE_BROWSER=1 this is an error."
[ "${DETENTE_REQUIRE_BROWSER:-}" != 1 ]
