// The ranker: BM25 by unit, coverage, names; the copy of search/ranker.py, held to the same scores.
(function (B) {
  'use strict';
  if (B.rank) return;
  const LEVELS = [0.5, 0.75, 1, 1.3, 1.7, 2.4];
  const CROWD = 200;
  const MAX_ABBREVIATION = 6;
  const NUMBERS = /第?\s*[0-9〇零一二三四五六七八九十百千]+\s*条(?:之[一二三四五六七八九十])?|\d+/g;

  const sum = (values) => {
    let total = 0;
    for (const value of values) total += value;
    return total;
  };

  // 1.4 for the same; less for what holds or begins the other, shares its words, or leaves letters out.
  const alike = ({core, pairs, total, letters, weight}, name) => {
    if (core === name) return 1.4;
    if (core.length < 2) return core && name.includes(core) ? 0.3 : 0;
    if (name.length > 1 && core.includes(name)) return 0.45 + 0.4 * name.length / core.length;
    if (name.includes(core)) return 0.4 + 0.4 * core.length / name.length + (name.startsWith(core) ? 0.05 : 0);
    const own = new Set();
    for (let i = 0; i + 1 < name.length; i++) own.add(name.slice(i, i + 2));
    let shared = 0, covered = 0;
    for (const [token, value] of pairs) {
      if (!own.has(token)) continue;
      shared += value;
      covered++;
    }
    let score = 0.6 * (shared / total) * Math.sqrt(covered / Math.max(1, own.size));
    const short = core.length <= MAX_ABBREVIATION && B.leftOut(core, name);
    if (short) score = Math.max(score, 0.3 + 0.3 * core.length / name.length);
    const inName = sum(Array.from(letters).filter(([letter]) => name.includes(letter)).map(([, value]) => value));
    return score + weight * inName / (total + sum(letters.values()));
  };

  // Entry → how well one of its names is what was asked.
  const titlesOf = (index, query, idf) => {
    const core = B.squeezed(B.soften(query.text).replace(NUMBERS, ' ')) || B.squeezed(query.text);
    const pairs = new Map(B.tokens(core).filter((token) => idf.has(token)).map((token) => [token, idf.get(token)]));
    const letters = new Map(Array.from(idf).filter(([token]) => token.length === 1 && B.isHan(token)));
    const asked = {core, pairs, total: sum(pairs.values()) || 1, letters, weight: index.weights.letters};
    const found = new Map();
    for (const entry of index.entries) {
      let best = 0;
      for (const name of entry.names) best = Math.max(best, alike(asked, name));
      if (best) found.set(entry.number, best);
    }
    return found;
  };

  // Entry → [unit, score] of each that holds anything, and entry → weight of what it holds of the query.
  const bodiesOf = async (index, idf, whole) => {
    const {power, whole: entire} = index.weights;
    const scores = new Float64Array(index.units), covered = new Float64Array(index.units);
    const held = new Map(), bodies = new Map();
    const {heavy, light} = index.weights;
    const lists = await Promise.all(Array.from(idf, ([token, value]) =>
      (index.count(token) > heavy && value < light * whole ? [] : index.postings(token))));
    const touched = [];
    Array.from(idf.values()).forEach((value, n) => {
      let last = -1, end = 0;
      for (const code of lists[n]) {
        const unit = code >> 3;
        if (!covered[unit]) touched.push(unit);
        scores[unit] += value * LEVELS[code & 7];
        covered[unit] += value;
        if (unit < end) continue;
        last = index.entryOf(unit);
        end = last + 1 < index.first.length ? index.first[last + 1] : index.units;
        held.set(last, (held.get(last) || 0) + value);
      }
    });
    for (const unit of touched) {
      const share = covered[unit] / whole;
      const score = scores[unit] * Math.pow(share, power) * (share > 0.999 ? entire : 1);
      const entry = index.entryOf(unit);
      if (!bodies.has(entry)) bodies.set(entry, []);
      bodies.get(entry).push([unit, score]);
    }
    return [bodies, held];
  };

  const within = async (index, token, number) => {
    const end = number + 1 < index.first.length ? index.first[number + 1] : index.units;
    return (await index.postings(token)).filter((code) => code >= 8 * index.first[number] && code < 8 * end);
  };

  // The unit that is meant where the query asks for an article, or says more than the entry's name; else -1.
  const pointed = async (index, entry, query, idf) => {
    if (query.article) {
      const [code] = await within(index, '#' + query.article, entry.number);
      if (code !== undefined) return code >> 3;
    }
    const text = B.squeezed(query.text);
    const named = entry.names.find((name) => name.length > 2 && text.includes(name));
    if (!named) return -1;
    const own = new Set(B.tokens(named));
    const scores = new Map();
    for (const [token, value] of idf) {
      if (own.has(token)) continue;
      for (const code of await within(index, token, entry.number)) {
        scores.set(code >> 3, (scores.get(code >> 3) || 0) + value * LEVELS[code & 7]);
      }
    }
    const best = Array.from(scores).sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
    return best ? best[0] : index.first[entry.number];
  };

  const bestFirst = (a, b) => b.score - a.score || a.entry.number - b.entry.number;

  // Of entries of one kind and title, as versions of a law are, each next one counts less.
  const withoutCrowds = (found, again) => {
    const met = new Map();
    for (const result of found.slice(0, CROWD)) {
      const name = result.entry.kind + ' ' + result.entry.title;
      const share = Math.pow(again, met.get(name) || 0);
      met.set(name, (met.get(name) || 0) + 1);
      result.factor *= share;
      result.score = result.factor * (result.body + result.title + result.spread);
    }
    return found.sort(bestFirst);
  };

  // Results, best first: {entry, unit, score, body, title, spread}. `query` is what readQuery made.
  B.rank = async (index, query) => {
    const {weights} = index;
    const idf = new Map(Array.from(query.weights, ([token, weight]) => [token, weight * index.idf(token)]));
    const whole = sum(Array.from(idf).filter(([token]) => index.count(token)).map(([, value]) => value)) || 1;
    const [bodies, held] = await bodiesOf(index, idf, whole);
    const titles = titlesOf(index, query, idf);
    const found = [];
    for (const number of new Set(Array.from(bodies.keys()).concat(Array.from(titles.keys())))) {
      const units = (bodies.get(number) || []).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      const body = sum(units.slice(0, weights.depth).map(([, score], place) => score * Math.pow(weights.decay, place)));
      const title = weights.title * whole * (titles.get(number) || 0);
      const spread = weights.spread * Math.pow(held.get(number) || 0, 2) / whole;
      const entry = index.entries[number];
      const factor = weights.kinds[entry.kind] * (1 + weights.cited * entry.cited);
      let unit = await pointed(index, entry, query, idf);
      if (unit < 0) unit = units.length ? units[0][0] : index.first[number];
      found.push({entry, unit, score: factor * (body + title + spread), body, title, spread, factor});
    }
    return withoutCrowds(found.sort(bestFirst), weights.again);
  };
})(globalThis.Banxing = globalThis.Banxing || {});
