// What of a text to show for a query, and which of its letters to mark.
(function (B) {
  'use strict';
  if (B.excerpt) return;
  const LENGTH = 86, LEAD = 14;
  const OTHER = /[^\u3400-\u9fffa-z0-9\s]/g; // what is not plain already, where no traditional character is
  const STOPS = '。；！？\n';

  // Lower case, simplified, half width, letter by letter, so that places stay what they are.
  const plainly = (text, table) => text.replace(table ? /[^a-z0-9\s]/g : OTHER, (typed) => {
    const sign = typed.normalize('NFKC').toLowerCase();
    return sign.length === 1 ? (table || {})[sign] || sign : typed;
  });

  // Where the words of a query stand: [start, end, weight], in order. `table`: traditional → simplified, where known.
  B.spansOf = (text, weights, table) => {
    const found = [];
    for (const [token, start, end] of B.spans(plainly(text, table))) {
      if ((weights.get(token) || 0) > 0.1) found.push([start, end, weights.get(token), token]);
    }
    return found;
  };

  // A place beside a character, not inside one of two halves (𠮷).
  const beside = (text, at) => (/[\udc00-\udfff]/.test(text[at] || '') ? at + 1 : at);

  // The stretch with most of the query in it.
  const windowOf = (text, spans) => {
    let best = 0, start = 0;
    for (const [from] of spans) {
      const seen = new Map(spans.filter(([a, b]) => a >= from && b <= from + LENGTH - LEAD).map(([, , weight, token]) => [token, weight]));
      const score = Array.from(seen.values()).reduce((total, weight) => total + weight, 0);
      if (score > best + 1e-9) [best, start] = [score, from];
    }
    let begin = Math.max(0, start - LEAD);
    for (let i = begin; i < start; i++) if (STOPS.includes(text[i])) begin = i + 1;
    if (start < LENGTH / 2) begin = 0;
    return [beside(text, begin), beside(text, Math.min(text.length, begin + LENGTH))];
  };

  // [[text, marked], …]; `whole` shows all of it.
  B.excerpt = (text, weights, table, whole) => {
    const spans = B.spansOf(text, weights, table);
    const [begin, end] = whole ? [0, text.length] : windowOf(text, spans);
    const pieces = [];
    let at = begin;
    const add = (to, marked) => {
      if (to <= at) return;
      const last = pieces[pieces.length - 1];
      if (last && last[1] === marked) last[0] += text.slice(at, to);
      else pieces.push([text.slice(at, to), marked]);
      at = to;
    };
    for (const [from, to] of spans) {
      if (to <= at || from >= end) continue;
      add(Math.min(from, end), false);
      add(Math.min(to, end), true);
    }
    add(end, false);
    if (begin > 0) pieces.unshift(['…', false]);
    if (end < text.length) pieces.push(['…', false]);
    return pieces;
  };
})(globalThis.Banxing = globalThis.Banxing || {});
