// Answers of the npm packages for benches/peers/words.py: numbers in digits on standard input, one a line; out, one JSON object of
// lists, null where a package has no answer. See words.py for how it is run.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// the packages lie outside the repository: the first argument is a folder that has them in node_modules
const require = createRequire(pathToFileURL(process.argv[2] + '/'));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
// a package of the older kind is wrapped once or twice
const pick = (module, name) => {
  let found = module[name] ?? module.default?.[name] ?? module.default;
  while (typeof found !== 'function') found = found.default;
  return found;
};

const n2words = pick(await load('n2words/vi-VN'), 'toCardinal');
const reading = await load('read-vietnamese-number');
const ReadingConfig = pick(reading, 'ReadingConfig');
const doReadNumber = pick(reading, 'doReadNumber');
const readNumber = pick(await load('read-vn-number'), 'default');
const vnNum2words = pick(await load('vn-num2words'), 'default');
const getText = pick(await load('number-to-text-vietnamese'), 'getText');

const config = new ReadingConfig();
config.unit = [];
const tools = {
  'n2words': (text) => n2words(text.includes('.') ? text : BigInt(text)),
  'read-vietnamese-number': (text) => doReadNumber(text, config),
  'read-vn-number': (text) => readNumber(text),
  'vn-num2words': (text) => vnNum2words(Number(text)),
  'number-to-text-vietnamese': (text) => getText(Number(text)),
};

const numbers = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const quiet = console.log;
console.log = () => {};
const answers = Object.fromEntries(
  Object.entries(tools).map(([name, say]) => [
    name,
    numbers.map((number) => {
      try {
        return say(number) ?? null;
      } catch {
        return null;
      }
    }),
  ]),
);
console.log = quiet;
console.log(JSON.stringify(answers));
