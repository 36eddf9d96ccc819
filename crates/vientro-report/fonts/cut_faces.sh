#!/usr/bin/env bash
# Cuts the four faces of Tinos to the letters of Vietnamese and other Latin alphabets, figures, punctuation and signs
# of currency, and writes them beside this script. Needs fonttools: `pip install fonttools`.
#
#     fonts/cut_faces.sh /usr/share/fonts/truetype/croscore    # Debian: fonts-croscore
set -euo pipefail
from=${1:?folder with Tinos-Regular.ttf and its three sisters}
to=$(cd "$(dirname "$0")" && pwd)
letters=U+0020-007E,U+00A0-017F,U+0192,U+01A0,U+01A1,U+01AF,U+01B0,U+01CD-01DC,U+0218-021B,U+0259
marks=U+02C6,U+02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,U+031B,U+0323,U+0327,U+0328
vietnamese=U+1E80-1E85,U+1EA0-1EF9
signs=U+200B-200D,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2009,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044
raised=U+2070,U+2074-208E,U+2153,U+2154,U+215B-215E
money=U+20A9,U+20AB,U+20AC,U+2116,U+2122
relations=U+2190-2195,U+2202,U+2206,U+2211,U+2212,U+221A,U+221E,U+2248,U+2260,U+2264,U+2265,U+25A0,U+25A1,U+25CF,U+25CB
for face in Regular Bold Italic BoldItalic; do
  pyftsubset "$from/Tinos-$face.ttf" --output-file="$to/Tinos-$face.ttf" --no-hinting --layout-features=ccmp,locl,mark,mkmk \
    --unicodes="$letters,$marks,$vietnamese,$signs,$raised,$money,$relations"
done
