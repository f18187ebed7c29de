// Draw and order by a seed text: the copy of shuffle.py, where the generator is described.
(function (B) {
  'use strict';
  if (B.shuffled) return;

  // 32-bit FNV-1a over the UTF-8 of a text.
  B.fnv1a = (text) => {
    let state = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193);
    return state >>> 0;
  };

  // The documented generator (mulberry32); below(n) is a whole number from 0 to n − 1.
  B.random = (seed) => {
    let state = B.fnv1a(seed);
    const next = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return (t ^ (t >>> 14)) >>> 0;
    };
    return {below: (n) => Math.floor((next() * n) / 0x100000000)};
  };

  B.shuffled = (items, seed) => {
    const result = Array.from(items);
    const random = B.random(seed);
    for (let i = result.length - 1; i > 0; i -= 1) {
      const j = random.below(i + 1);
      [result[i], result[j]] = [result[j], result[i]];
    }
    return result;
  };

  // Round-robin over objectives, whose order is drawn too, so that no objective is favoured.
  const evenly = (order, stream) => {
    const groups = new Map();
    for (const question of order) {
      const name = question.objective || '';
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(question);
    }
    const names = B.shuffled(Array.from(groups.keys()).sort(), stream + '|objectives');
    const dealt = [];
    for (let round = 0; dealt.length < order.length; round += 1) {
      for (const name of names) if (round < groups.get(name).length) dealt.push(groups.get(name)[round]);
    }
    return dealt;
  };

  // The questions of a section that a seed gets, in the order it gets them.
  B.drawSection = (pool, section, seed) => {
    const candidates = pool.filter((question) => question.type === section.type);
    const stream = seed + '|pool|' + section.type;
    let order = B.shuffled(candidates, stream);
    if (section.by === 'objective') order = evenly(order, stream);
    return B.shuffled(order.slice(0, section.draw || candidates.length), seed + '|order|' + section.type);
  };

  // An exam's paper: [{section, questions}] in printed order.
  B.draw = (data, seed) =>
    data.sections.map((section) => ({section, questions: B.drawSection(data.pool, section, seed)}));

  // The authored letters in the order a seed shows them. `id` is the question's own, without the case's.
  B.optionOrder = (letters, id, seed, shuffle) =>
    (shuffle ? B.shuffled(letters, seed + '|options|' + id) : Array.from(letters));
})(globalThis.Banxing = globalThis.Banxing || {});
