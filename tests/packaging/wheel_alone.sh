#!/bin/sh
# Builds the wheel and the sdist, installs the wheel alone in a new environment and runs its demo there.
# usage: wheel_alone.sh PYTHON   (a Python that has the packages of requirements/install.lock)
set -eu
python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m build --no-isolation --outdir "$work/dist" "$here" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
ls "$work/dist"
"$python" -m venv "$work/clean"
"$work/clean/bin/python" -m pip install --quiet --disable-pip-version-check "$work"/dist/*.whl
cd "$work"
"$work/clean/bin/detente" demo --output report.html >demo.txt
test -s report.html
head -n 6 demo.txt
"$work/clean/bin/detente" --version
# the sdist must build the same wheel
"$python" -m build --no-isolation --wheel --outdir "$work/again" "$(tar -xzf "$work"/dist/*.tar.gz -C "$work" && echo "$work"/detente-*/)" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$python" - "$work"/dist/*.whl "$work"/again/*.whl <<'PY'
import sys
import zipfile

first, second = ({i.filename: i.CRC for i in zipfile.ZipFile(path).infolist()} for path in sys.argv[1:])
if first != second:
    sys.exit(f"wheel from the sdist differs: {sorted(set(first.items()) ^ set(second.items()))[:6]}")
print("wheel and sdist: built, installed alone, demo ran, sdist builds the same wheel")
PY
