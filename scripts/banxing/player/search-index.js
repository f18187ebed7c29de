// The index as search/shards.py writes it, fetched piece by piece. Needs search-tokens.js and shuffle.js.
(function (B) {
  'use strict';
  if (B.SearchIndex) return;
  const SIGNS = Array.from({length: 92}, (_, i) => String.fromCharCode(0x23 + i)).filter((sign) => sign !== '\\').join('');
  const HALF = 45;
  const FOLDS = [['zh', 'z'], ['ch', 'c'], ['sh', 's'], ['ing', 'in'], ['eng', 'en'], ['ang', 'an']];
  const STATE = /^中华人民共和国/;
  const MARKS = /[^\u3400-\u9fff\uf900-\ufaffa-z0-9]/g;
  const KINDS = ['module', 'form', 'law', 'term', 'quiz', 'page', 'reference'];
  const value = new Int8Array(128).fill(-1);
  Array.from(SIGNS).forEach((sign, i) => { value[sign.charCodeAt(0)] = i; });

  B.squeezed = (text) => text.replace(MARKS, '');
  B.fold = (syllable) => FOLDS.reduce((said, [from, to]) => said.split(from).join(to), syllable);

  // Text → codes: 8 × the number of a unit + level, ascending.
  B.decodePostings = (text) => {
    const codes = [];
    let unit = 0, number = 0;
    for (let i = 0; i < text.length; i++) {
      const digit = value[text.charCodeAt(i)];
      if (digit >= HALF) {
        number = (number + digit - HALF + 1) * HALF;
        continue;
      }
      number += digit;
      unit += Math.floor(number / 6);
      codes.push(8 * unit + number % 6);
      number = 0;
    }
    return codes;
  };

  const listed = (title) => [B.squeezed((title.replace(STATE, '') || title).normalize('NFKC').toLowerCase())];

  B.SearchIndex = class SearchIndex {
    // `fetchPart(name)` promises the data of a part: 'boot', 's12', 'h3', 't7', 'simplified', 'headings'.
    constructor(fetchPart) {
      this.fetchPart = fetchPart;
      this.parts = new Map();
      this.tokens = new Map();
      this.bySound = new Map();
    }

    part(name) {
      if (!this.parts.has(name)) {
        const coming = this.fetchPart(name);
        coming.catch(() => this.parts.delete(name)); // so that the next query asks again
        this.parts.set(name, coming);
      }
      return this.parts.get(name);
    }

    // What every query needs; once.
    async boot() {
      if (this.entries) return;
      const boot = await this.part('boot');
      if (this.entries) return;
      this.shards = boot.shards;
      this.block = boot.block;
      this.others = boot.others;
      this.weights = boot.weights;
      this.readings = new Map();
      for (const [, said, chars] of boot.chars.matchAll(/([a-z]+)([^a-z ]+)/g)) {
        for (const char of chars) this.readings.set(char, said);
      }
      this.syllables = new Set(this.readings.values());
      this.first = [];
      this.units = 0;
      for (const count of boot.units) {
        this.first.push(this.units);
        this.units += count;
      }
      this.entries = boot.pages.split('\n').map((line, n) => {
        const [title, url] = line.split('\t');
        return {
          title, url, number: n, kind: KINDS[boot.kinds[n]], part: boot.part.length ? boot.parts[boot.part[n]] : '',
          names: boot.names[n] || listed(title), cited: boot.cited[n] / 100,
        };
      });
    }

    // Folded syllables of a text; '' where a character has no reading.
    sound(text) {
      const said = Array.from(text, (char) => this.readings.get(char));
      return said.every(Boolean) ? said.map(B.fold).join(' ') : '';
    }

    keyOf(token) {
      return (token.length === 2 && this.sound(token)) || token;
    }

    shardOf(key) {
      return 's' + (B.fnv1a(key) & (this.shards - 1));
    }

    // Fetches what is filed under these keys; afterwards count, isFirm and bySound know them.
    async need(keys) {
      const names = Array.from(new Set(Array.from(keys, (key) => this.shardOf(key)))).filter((name) => !this.read(name));
      await Promise.all(names.map(async (name) => this.keep(name, await this.part(name))));
    }

    needTokens(tokens) {
      return this.need(Array.from(tokens, (token) => this.keyOf(token)));
    }

    read(name) {
      return this.tokens.has(' ' + name);
    }

    keep(name, shard) {
      if (this.read(name)) return;
      this.tokens.set(' ' + name, null);
      for (const [token, written] of Object.entries(shard)) {
        const firm = written[0] === '!';
        const text = firm ? written.slice(1) : written;
        const [, count, heavy] = text[0] === ' ' ? text.split(' ') : [];
        const found = heavy ? {firm, count: Number(count), heavy: 'h' + heavy} : {firm, codes: B.decodePostings(text)};
        if (!heavy) found.count = found.codes.length;
        this.tokens.set(token, found);
        const key = token.length === 2 && this.sound(token);
        if (key) this.bySound.set(key, (this.bySound.get(key) || []).concat(token));
      }
    }

    count(token) {
      const found = this.tokens.get(token);
      return found ? found.count : 0;
    }

    isFirm(pair) {
      const found = this.tokens.get(pair);
      return Boolean(found && found.firm);
    }

    idf(token) {
      const count = this.count(token);
      return Math.log(1 + (this.units - count + 0.5) / (count + 0.5));
    }

    // The units that hold a token, as codes.
    async postings(token) {
      const found = this.tokens.get(token);
      if (!found) return [];
      if (!found.codes) found.codes = B.decodePostings(await this.part(found.heavy));
      return found.codes;
    }

    entryOf(unit) {
      let low = 0, high = this.first.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (this.first[middle] <= unit) low = middle;
        else high = middle;
      }
      return low;
    }

    // A unit's anchor, path of headings, and text.
    async text(unit) {
      const block = await this.part('t' + Math.floor(unit / this.block));
      const [anchor, path, text] = block[unit % this.block] || ['', '', ''];
      return {anchor, path, text};
    }

    async simplified() {
      if (!this.table) this.table = await this.part('simplified');
      return this.table;
    }

    async headings() {
      if (!this.headingList) this.headingList = (await this.part('headings')).split('\n').filter(Boolean);
      return this.headingList;
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
