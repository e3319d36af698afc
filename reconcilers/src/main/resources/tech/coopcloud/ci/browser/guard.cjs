// Loaded into Playwright's driver before anything else. What a page says (its console, its title, its addresses) travels
// through the driver to cc-ci, which has a small heap; a page that says too much ends its own browser instead.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const LARGEST_MESSAGE = 16e6;
let left = 48e6;

if (process.argv.includes('run-driver')) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => {
    left -= chunk.length;
    if (chunk.length > LARGEST_MESSAGE || left < 0) {
      fs.writeFileSync(path.join(os.tmpdir(), `flooded-${process.pid}`), '');
      process.exit(1);
    }
    return write(chunk, ...rest);
  };
}
