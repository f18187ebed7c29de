// A text → what is looked up of it; the copy of search/tokens.py. Needs numerals.js.
(function (B) {
  'use strict';
  if (B.tokens) return;
  const HAN = '\\u3400-\\u9fff\\uf900-\\ufaff';
  const NUMERAL = '0-9〇零一二两三四五六七八九十百千万亿';
  const PARTS = '条款项章节编';
  const UNITS = '个月|小时|周岁|公里|公斤|分钟|工作日|[条款项章节编日天月年元块岁倍%人名次个份级类种米吨件辆户层页届号批位]|分(?!之)';
  const SAME = {天: '日', 块: '元', 周岁: '岁', 名: '人', 位: '人'};
  const TOKEN = new RegExp('百分之([' + NUMERAL + ']+)|第?\\s*([' + NUMERAL + ']+)\\s*(' + UNITS + ')' +
    '(?:之([一二三四五六七八九十]))?|([0-9]+)|([a-z][a-z0-9]*)', 'g');
  const PEOPLE = new RegExp('([' + NUMERAL + '])个(?=[' + HAN + ']{0,4}?(?:人(?![民大])|员))', 'g');
  const RUN = new RegExp('[' + HAN + ']{2,}', 'g');

  const RUNS = new RegExp('[' + HAN + ']+', 'g');

  // NFKC, lower case, traditional characters as simplified ones (`simplified`: character → character).
  B.simplify = (text, simplified) =>
    Array.from(text.normalize('NFKC').toLowerCase(), (sign) => simplified[sign] || sign).join('');

  const pairs = (text, from) => {
    const found = [];
    for (const run of text.matchAll(RUN)) {
      const start = from + run.index;
      for (let i = 0; i + 1 < run[0].length; i++) found.push([run[0].slice(i, i + 2), start + i, start + i + 2]);
    }
    return found;
  };

  const number = ([, share, digitsAndUnit, unit, more, digits, word]) => {
    if (word) return [word];
    if (digits) return [digits.replace(/^0+(?=.)/, '')];
    const value = B.toInt(share || digitsAndUnit);
    if (value === null) return [];
    if (share) return [value + '%'];
    const made = [value + (SAME[unit] || unit)];
    if (more) made.push(value + '-' + B.toInt(more) + unit);
    if (!PARTS.includes(unit) && value > 9) made.push(String(value));
    return made;
  };

  // The runs of Chinese characters of a simplified text that are no numbers: [where it begins, run].
  B.outsideNumbers = (text) => {
    const blanked = text.replace(TOKEN, (...match) => (number(match).length ? ' '.repeat(match[0].length) : match[0]));
    return Array.from(blanked.matchAll(RUNS), (run) => [run.index, run[0]]);
  };

  // The tokens of a simplified text, each with where it stands: [token, start, end].
  B.spans = (typed) => {
    const text = typed.replace(PEOPLE, '$1名'); // 两个执法人员 is 两名
    const found = [];
    let at = 0;
    for (const match of text.matchAll(TOKEN)) {
      const made = number(match);
      if (!made.length) continue;
      const end = match.index + match[0].length;
      found.push(...pairs(text.slice(at, match.index), at), ...made.map((token) => [token, match.index, end]));
      at = end;
    }
    return found.concat(pairs(text.slice(at), at));
  };

  // The tokens in order, repeated as often as they stand there.
  B.tokens = (text) => B.spans(text).map(([token]) => token);
})(globalThis.Banxing = globalThis.Banxing || {});
