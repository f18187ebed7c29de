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

  // Most for the same; less for what holds or begins the other, shares its words, or leaves letters out.
  const alike = ({core, pairs, total, letters, lettersSum, weights}, name, held) => {
    if (core === name) return weights.same;
    if (core.length < 2) return core && name.includes(core) ? 0.3 : 0;
    const part = name.length > 1 && core.includes(name);
    if (!part && name.includes(core)) return 0.4 + 0.4 * core.length / name.length + (name.startsWith(core) ? 0.05 : 0);
    let shared = 0, covered = 0;
    for (const [token, value] of pairs) {
      if (!name.includes(token)) continue;
      shared += value / total;
      covered++;
    }
    // A part of the query counts as far as its entry has the rest too.
    if (part) return (0.45 + 0.4 * name.length / core.length) * Math.min(1, Math.max(held, shared));
    let score = 0.6 * shared * Math.sqrt(covered / Math.max(1, name.length - 1));
    const short = core.length <= MAX_ABBREVIATION && B.leftOut(core, name);
    if (short) score = Math.max(score, 0.3 + 0.3 * core.length / name.length);
    let inName = 0;
    for (const [letter, value] of letters) if (name.includes(letter)) inName += value;
    return score + weights.letters * inName / (total + lettersSum);
  };

  // Entry → how well one of its names is what was asked. `held`: the share of the query that each entry holds.
  const titlesOf = (index, query, idf, held) => {
    const core = B.squeezed(query.core.replace(NUMBERS, ' ')) || B.squeezed(query.text);
    const pairs = Array.from(new Set(B.tokens(core))).filter((token) => idf.has(token)).map((token) => [token, idf.get(token)]);
    const letters = Array.from(idf).filter(([token]) => token.length === 1 && B.isHan(token));
    const [total, lettersSum] = [pairs, letters].map((list) => sum(list.map(([, value]) => value)));
    const asked = {core, pairs, total: total || 1, letters, lettersSum, weights: index.weights};
    return index.entries.map(({names, number}) => {
      let best = 0;
      for (const name of names) best = Math.max(best, alike(asked, name, held[number]));
      return best;
    });
  };

  // Puts a unit among the best of its entry: `size` places each in `units` and `scores`, best first.
  const insert = (best, entry, size, unit, score) => {
    let at = entry * size + size - 1;
    if (best.scores[at] >= score) return;
    for (; at > entry * size && best.scores[at - 1] < score; at--) {
      best.scores[at] = best.scores[at - 1];
      best.units[at] = best.units[at - 1];
    }
    best.scores[at] = score;
    best.units[at] = unit;
  };

  const idfOf = (index, query) => new Map(Array.from(query.weights, ([token, weight]) => [token, weight * index.idf(token)]));

  // What counts of a query: tokens that stand nearly everywhere only where they weigh something.
  const countingOf = (index, idf, whole) => {
    const {heavy, light} = index.weights;
    return Array.from(idf).filter(([token, value]) => index.count(token) <= heavy || value >= light * whole);
  };

  // Begins to fetch the long postings that will count whatever else is found, beside what is still on its way.
  B.beginPostings = (index, query) => {
    const idf = idfOf(index, query);
    for (const [token] of countingOf(index, idf, sum(idf.values()))) index.postings(token).catch(() => {}); // asked for again
  };

  // Of each entry its best units, and the weight of what it holds of the query. Typed arrays: there may be many units.
  const bodiesOf = async (index, idf, whole) => {
    const {power, whole: entire, depth} = index.weights;
    const scores = new Float64Array(index.units), covered = new Float64Array(index.units);
    const held = new Float64Array(index.entries.length);
    const wanted = countingOf(index, idf, whole);
    const lists = await Promise.all(wanted.map(([token]) => index.postings(token)));
    wanted.forEach(([, value], n) => {
      const gains = LEVELS.map((level) => value * level);
      let last = -1;
      for (const code of lists[n]) {
        const unit = code >> 3;
        scores[unit] += gains[code & 7];
        covered[unit] += value;
        if (index.owner[unit] === last) continue;
        last = index.owner[unit];
        held[last] += value;
      }
    });
    const best = {units: new Int32Array(depth * held.length).fill(-1), scores: new Float64Array(depth * held.length)};
    for (let unit = 0; unit < index.units; unit++) {
      if (!covered[unit]) continue;
      const share = covered[unit] / whole;
      insert(best, index.owner[unit], depth, unit, scores[unit] * Math.pow(share, power) * (share > 0.999 ? entire : 1));
    }
    return [best, held];
  };

  const within = async (index, token, number) => {
    const codes = await index.postings(token);
    const from = 8 * index.first[number];
    const to = number + 1 < index.first.length ? 8 * index.first[number + 1] : 8 * index.units;
    let low = 0, high = codes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (codes[middle] < from) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (; low < codes.length && codes[low] < to; low++) found.push(codes[low]);
    return found;
  };

  // The unit of a result to show: of an article that is asked for; of what the query says more than the entry's name;
  // or its best.
  B.pointed = async (index, query, {entry, unit}) => {
    if (query.article) {
      const [code] = await within(index, '#' + query.article, entry.number);
      if (code !== undefined) return code >> 3;
    }
    const text = B.squeezed(query.text);
    const named = entry.names.find((name) => name.length > 2 && text.includes(name));
    if (!named) return unit;
    const own = new Set(B.tokens(named).concat(Array.from(named)));
    const scores = new Map();
    for (const [token, value] of idfOf(index, query)) {
      if (own.has(token)) continue;
      for (const code of await within(index, token, entry.number)) {
        scores.set(code >> 3, (scores.get(code >> 3) || 0) + value * LEVELS[code & 7]);
      }
    }
    const best = Array.from(scores).sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
    return best ? best[0] : index.first[entry.number];
  };

  // Less than 1 for an entry of many units: with so many, some hold pieces of any query.
  const shortness = (index, {number}) => {
    const end = number + 1 < index.first.length ? index.first[number + 1] : index.units;
    const average = index.units / index.first.length;
    return Math.pow(Math.min(1, average / Math.max(1, end - index.first[number])), index.weights.long);
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

  // Results, best first: {entry, unit, score, body, title, spread, factor}. `query` is what readQuery made.
  B.rank = async (index, query) => {
    const {weights} = index;
    const idf = idfOf(index, query);
    const whole = sum(Array.from(idf).filter(([token]) => index.count(token)).map(([, value]) => value)) || 1;
    const [best, held] = await bodiesOf(index, idf, whole);
    const titles = titlesOf(index, query, idf, held.map((value) => value / whole));
    const found = [];
    for (const entry of index.entries) {
      const start = weights.depth * entry.number;
      if (best.units[start] < 0 && !titles[entry.number]) continue;
      let body = 0;
      for (let place = 0; place < weights.depth; place++) body += best.scores[start + place] * Math.pow(weights.decay, place);
      body *= shortness(index, entry);
      const title = weights.title * whole * titles[entry.number];
      const spread = weights.spread * Math.pow(held[entry.number], 2) / whole;
      const asked = query.kinds.includes(entry.kind) ? weights.asked : 1;
      const factor = weights.kinds[entry.kind] * asked * (1 + weights.cited * entry.cited);
      const unit = best.units[start] < 0 ? index.first[entry.number] : best.units[start];
      found.push({entry, unit, score: factor * (body + title + spread), body, title, spread, factor});
    }
    return withoutCrowds(found.sort(bestFirst), weights.again);
  };
})(globalThis.Banxing = globalThis.Banxing || {});
