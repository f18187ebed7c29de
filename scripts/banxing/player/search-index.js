// The index as search/shards.py writes it, fetched piece by piece. Needs search-tokens.js.
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

  const short = (title) => title.replace(STATE, '') || title;
  const listed = (title) => [B.squeezed(short(title).normalize('NFKC').toLowerCase())];

  // Which of so many files a key is in.
  const bucket = (key, count) => {
    let state = 0;
    for (let i = 0; i < key.length; i++) state = Math.imul(state, 31) + key.charCodeAt(i) | 0;
    return ((state ^ state >>> 15) >>> 0) % count;
  };

  // The characters of GB 2312's first level, as every browser has them.
  const common = () => {
    const bytes = new Uint8Array(2 * 40 * 94);
    for (let i = 0; i < bytes.length / 2; i++) {
      bytes[2 * i] = 0xb0 + Math.floor(i / 94);
      bytes[2 * i + 1] = 0xa1 + i % 94;
    }
    return new TextDecoder('gbk').decode(bytes).slice(0, 3755);
  };

  // Character → syllable; `usual` are runs over the common characters, `others` name theirs.
  const readingsOf = (usual, others) => {
    const found = new Map();
    const chars = common();
    let at = 0;
    for (const [, said, count] of usual.matchAll(/([a-z_]+)(\d*)/g)) {
      for (const end = at + Number(count || 1); at < end; at++) if (said !== '_') found.set(chars[at], said);
    }
    for (const [, said, signs] of others.matchAll(/([a-z]+)([^a-z ]+)/g)) {
      for (const sign of signs) found.set(sign, said);
    }
    return found;
  };

  B.SearchIndex = class SearchIndex {
    // `fetchPart(name)` promises the data of a part: 'boot', 's12', 'h3', 't7', 'i2', 'simplified'.
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
      for (const name of ['shards', 'block', 'headings', 'others', 'weights']) this[name] = boot[name];
      this.common = new Set(boot.common);
      this.readings = readingsOf(boot.usual, boot.chars);
      this.syllables = new Set(this.readings.values());
      const heard = new Map(Array.from(this.syllables, (said) => [said, B.fold(said)]));
      this.heard = new Map(Array.from(this.readings, ([char, said]) => [char, heard.get(said)]));
      this.first = [];
      this.units = 0;
      for (const count of boot.units) {
        this.first.push(this.units);
        this.units += count;
      }
      this.owner = new Uint16Array(this.units); // the entry of each unit
      this.first.forEach((start, n) => this.owner.fill(n, start, start + boot.units[n]));
      this.entries = boot.pages.split('\n').map((line, n) => {
        const [title, url] = line.split('\t');
        return {
          title, url: url.replace('*', short(title)), number: n, kind: KINDS[boot.kinds[n]], part: boot.part.length ? boot.parts[boot.part[n]] : '',
          names: boot.names[n] || listed(title), cited: boot.cited[n] / 100,
        };
      });
    }

    // Folded syllables of a text; '' where a character has no reading.
    sound(text) {
      let heard = '';
      for (const char of text) {
        const said = this.heard.get(char);
        if (!said) return '';
        heard += (heard && ' ') + said;
      }
      return heard;
    }

    keyOf(token) {
      return (token.length === 2 && this.sound(token)) || token;
    }

    shardOf(key) {
      return 's' + bucket(key, this.shards);
    }

    // Fetches what is filed under these keys; afterwards count, isFirm and bySound know them.
    async need(keys) {
      const names = Array.from(new Set(Array.from(keys, (key) => this.shardOf(key)))).filter((name) => !this.read(name));
      await Promise.all(names.map(async (name) => this.keep(name, await this.part(name))));
    }

    needTokens(tokens) {
      return this.need(Array.from(tokens).filter((token) => !this.common.has(token)).map((token) => this.keyOf(token)));
    }

    read(name) {
      return this.tokens.has(' ' + name);
    }

    keep(name, [pairs, others, texts]) {
      if (this.read(name)) return;
      this.tokens.set(' ' + name, null);
      const tokens = (pairs.match(/[^]{2}/g) || []).concat(others ? others.split(' ') : []);
      texts.split('\x7f').slice(0, tokens.length).forEach((written, n) => {
        const token = tokens[n];
        const firm = written[0] === '!';
        const text = firm ? written.slice(1) : written;
        const [, count, heavy, place] = text[0] === ' ' ? text.split(' ') : [];
        const found = heavy ? {firm, count: Number(count), heavy: 'h' + heavy, place} : {firm, codes: B.decodePostings(text)};
        if (!heavy) found.count = found.codes.length;
        this.tokens.set(token, found);
        const key = token.length === 2 && this.sound(token);
        if (key) this.bySound.set(key, (this.bySound.get(key) || []).concat(token));
      });
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
      if (!found.codes) found.codes = B.decodePostings((await this.part(found.heavy))[found.place]);
      return found.codes;
    }

    // A unit's anchor, path of headings, and text.
    async text(unit) {
      const block = await this.part('t' + Math.floor(unit / this.block));
      const [anchor, path, text] = block[unit % this.block] || ['', '', ''];
      return {anchor, path, text};
    }

    // Traditional → simplified.
    async simplified() {
      if (!this.table) {
        const [traditional, plain] = await this.part('simplified');
        this.table = {};
        const signs = Array.from(plain);
        Array.from(traditional).forEach((sign, i) => { this.table[sign] = signs[i]; });
      }
      return this.table;
    }

    // Headings in which these two initials stand side by side, and others.
    async headingsWith(initials) {
      return (await this.part('i' + bucket(initials, this.headings))).split('\n').filter(Boolean);
    }

    // Whether a letter may stand for a character.
    begins(letter, char) {
      return (this.readings.get(char) || char)[0] === letter || (this.others[char] || []).some((said) => said[0] === letter);
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
