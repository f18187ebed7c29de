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

  return {marking, shuffle, tokens};
})();
