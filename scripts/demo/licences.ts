/** Where everything in the demo came from, as the text of its LICENCES.md. */
export function licences(): string {
  return `# The Lighthouse: what it is made of

Everything in this folder was made by the scripts in \`scripts/demo\` (\`npm run demo\`). The story, the score, the sound
effects, the ambiences and the picture were written for Scorestage and are under its MIT licence. Nothing here was recorded
from, or copied out of, another film or record.

| files | made with | licence of what can be heard in them |
| --- | --- | --- |
| \`stems/mx-*.opus\` | our score, played by FluidSynth (LGPL-2.1, a tool) with **MuseScore General** (Debian: musescore-general-soundfont-lossless) | MIT, parts CC0 or public domain; notice below |
| \`stems/dx-mara.opus\` | Festival (a tool) with the voice **cmu_us_slt_arctic_hts** (Debian: festvox-us-slt-hts) | free to use, copy, modify and sell (Carnegie Mellon University; HTS parts BSD-3-Clause, Nagoya and Tokyo Institutes of Technology) |
| \`stems/dx-keeper.opus\` | Flite (a tool) with its voice **cmu_us_awb** | free to use, copy, modify and sell (Carnegie Mellon University) |
| \`stems/fx-*.opus\`, \`stems/amb-*.opus\` | synthesised sample by sample in our own code | MIT (Scorestage) |
| \`picture.webm\` | drawn by our own code in a browser canvas, lettering in DejaVu (free font licence), encoded with FFmpeg/libvpx (tools) | MIT (Scorestage) |
| \`session.json\`, \`manifest.json\` | written by the build | MIT (Scorestage) |

The voices are synthetic. They are built from the CMU ARCTIC recordings, which their speakers made for this purpose.

## MuseScore General

Adaptation for MuseScore_General copyright 2018-2021 S. Christian Collins. Based on Fluid (R3) Mono GM, mono version
copyright 2014-2017 Michael Cowgill; Temple Blocks copyright 2002 Ethan Winer; Drumline Cymbals copyright 2016 Michael
Schorsch; original Fluid (R3) GM copyright 2000-2002, 2008 Frank Wen. Ensemble strings and open crash samples from Versilian
Studios (CC0: Sam Gossner, Simon Dalzell, Elan Hickler); MuseScore Drumline samples CC0 (S. Christian Collins, Amir Oosman);
Splendid Grand piano public domain.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
IN THE SOFTWARE.

## CMU voices

Language Technologies Institute, Carnegie Mellon University, copyright 2003 and others; HTS voice parts copyright 2001-2010
Nagoya Institute of Technology and 2001-2008 Tokyo Institute of Technology. Permission is granted free of charge to use and
distribute that software and its documentation, without restriction, with the notices and disclaimers of its authors kept in
copies of the software; the full texts come with the Debian packages named above.
`;
}
