// The shared tables against the player's pure logic. A classic script without imports: node runs it (player.test.mjs),
// and where there is no node the Python tests run it in Chromium. Each function returns what failed, as sentences.
globalThis.playerTables = (function () {
  'use strict';
  const same = (failures, name, got, wanted) => {
    const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
    if (a !== b) failures.push(name + ': got ' + a + ', wanted ' + b);
  };

  const marking = (B, groups) => {
    const failures = [];
    for (const group of groups) {
      for (const [answer, marks] of group.cases) {
        same(failures, group.name + ' ' + JSON.stringify(answer), B.mark(group.player, answer), marks);
      }
    }
    return failures;
  };

  const shuffle = (B, table) => {
    const failures = [];
    for (const [text, hash] of Object.entries(table.hashes)) {
      same(failures, 'hash of ' + text, B.fnv1a(text).toString(16).padStart(8, '0'), hash);
    }
    for (const {seed, n, numbers} of table.below) {
      const random = B.random(seed);
      same(failures, 'below ' + n + ' of ' + seed, numbers.map(() => random.below(n)), numbers);
    }
    for (const {seed, items, order} of table.shuffled) same(failures, 'shuffled by ' + seed, B.shuffled(items, seed), order);
    for (const {seed, ids} of table.draws) {
      const drawn = B.draw(table.exam, seed).map(({questions}) => questions.map((question) => question.id));
      same(failures, 'draw of ' + seed, [].concat(...drawn), ids);
    }
    for (const {seed, id, letters, shuffle: may, order} of table.options) {
      same(failures, 'options of ' + id + ' for ' + seed, B.optionOrder(letters, id, seed, may).join(''), order);
    }
    return failures;
  };

  const tokens = (B, table) => {
    const failures = [];
    for (const {text, normal, tokens: wanted} of table.cases) {
      const simplified = B.simplify(text, table.simplified);
      same(failures, 'normal form of ' + text, simplified, normal);
      same(failures, 'tokens of ' + text, B.tokens(simplified), wanted);
    }
    return failures;
  };

  // The parts as a page loads them; only the loading is done here at once.
  const scores = async (B, {parts, cases}) => {
    const failures = [];
    const loaded = {};
    const callback = B.part;
    B.part = (name, data) => { loaded[name] = data; };
    const index = new B.SearchIndex(async (name) => {
      new Function('Banxing', parts[name])(B);
      return loaded[name];
    });
    for (const {query: words, shown, results} of cases) {
      const query = await B.readQuery(index, words);
      same(failures, 'reading of ' + words, query.shown, shown);
      const found = (await B.rank(index, query)).slice(0, 5);
      const got = await Promise.all(found.map(async (result) => {
        const unit = await B.pointed(index, query, result);
        return [result.entry.url, (await index.text(unit)).anchor, Math.round(result.score * 1e6) / 1e6];
      }));
      same(failures, 'results of ' + words, got, results);
    }
    B.part = callback;
    return failures;
  };

  return {marking, shuffle, tokens, scores};
})();
