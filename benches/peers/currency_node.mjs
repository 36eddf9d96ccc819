// What other tools answer about money: Intl.NumberFormat (formats, decimals of the CLDR), Dinero.js (allocation) and currency-codes
// (decimals of ISO 4217). Their answers are kept in testdata/currency, so that the ordinary tests need none of them.
//
// In a folder outside the repository:  npm install dinero.js@2 currency-codes@2
// then there:                          NODE_PATH=node_modules node PATH/benches/peers/currency_node.mjs
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(process.cwd() + '/');
const { dinero, allocate, toSnapshot } = require('dinero.js');
const currencyCodes = require('currency-codes');
const folder = fileURLToPath(new URL('../../testdata/currency/', import.meta.url));

const field = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Replaces the rows of one tool in a file that several scripts write. */
function replaceRows(name, header, tool, rows) {
  const path = folder + name;
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(1) : [];
  const others = kept.filter((line) => !line.startsWith(tool + ','));
  const own = rows.map((row) => [tool, ...row].map(String).map(field).join(','));
  writeFileSync(path, [header, ...[...others, ...own]].join('\n') + '\n');
  console.log(`${name}: ${own.length} rows of ${tool}`);
}

const currencies = ('VND USD EUR GBP JPY KRW CNY THB LAK KHR AUD CAD SGD HKD NZD TWD CHF SEK NOK DKK INR PHP MYR IDR ' +
  'KWD BTN').split(' ');
const amounts = ['0', '1', '0.5', '1234.5', '-457800.5', '594500000000'];
const formats = [];
for (const locale of ['vi-VN', 'en-US']) {
  for (const currency of currencies) {
    const decimals = currencyCodes.code(currency).digits;
    for (const amount of amounts.filter((amount) => decimals > 0 || !amount.includes('.'))) {
      for (const display of ['symbol', 'code', 'name']) {
        const options = { style: 'currency', currency, currencyDisplay: display };
        // the text goes in, not a binary float
        formats.push([locale, display, amount, currency, new Intl.NumberFormat(locale, options).format(amount)]);
      }
      if (amount.startsWith('-')) {
        const options = { style: 'currency', currency, currencySign: 'accounting' };
        formats.push([locale, 'accounting', amount, currency, new Intl.NumberFormat(locale, options).format(amount)]);
      }
    }
  }
  for (const amount of ['1000000', '12540000000', '594500000000', '999940000', '999960000', '-1234567', '26000437']) {
    // the compact form of a currency has letters (T, Tr) for scale words, so the number is asked for alone
    const options = { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: 1 };
    formats.push([locale, 'compact', amount, 'VND', new Intl.NumberFormat(locale, options).format(amount)]);
  }
}
replaceRows('formats.csv', 'tool,locale,display,amount,currency,text', 'Intl', formats);

replaceRows('minor_units.csv', 'tool,code,digits', 'currency-codes',
  currencyCodes.data.map((entry) => [entry.code, entry.digits]));
replaceRows('minor_units.csv', 'tool,code,digits', 'CLDR', currencyCodes.data.map((entry) => {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: entry.code });
  return [entry.code, format.resolvedOptions().maximumFractionDigits];
}));

// a small generator of its own, so that the cases are the same on every run
let state = 20_260_101n;
const random = (below) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((state >> 33n) % BigInt(below));
};
const allocations = [];
for (let round = 0; round < 400; round++) {
  const whole = random(10 ** (1 + random(9))) * (random(5) === 0 ? -1 : 1);
  const weights = Array.from({ length: 1 + random(7) }, () => (random(8) === 0 ? 0 : random(round % 2 ? 10 : 1000)));
  if (weights.every((weight) => weight === 0)) continue;
  const money = dinero({ amount: whole, currency: { code: 'VND', base: 10, exponent: 0 } });
  const parts = allocate(money, weights).map((part) => toSnapshot(part).amount);
  allocations.push([whole, weights.join(' '), parts.join(' ')]);
}
replaceRows('allocations.csv', 'tool,whole,weights,parts', 'Dinero.js', allocations);
