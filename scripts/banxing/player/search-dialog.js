// The dialog: a combobox over what is found. `open(words, back)` shows it; the focus goes back to `back`.
(function (B) {
  'use strict';
  if (B.searchDialog) return;
  const SHOWN = 20;
  const FIRST = 5; // results whose texts are waited for
  const PATIENCE = 250; // ms until results stand without their texts
  const RECENT = 'banxing/1/searches';
  const KEPT = 8;

  // Classic scripts with a callback work from a disk too, where nothing may be fetched.
  B.partFetcher = (base, script) => {
    const waiting = new Map();
    B.part = (name, data) => {
      const resolve = waiting.get(name);
      waiting.delete(name);
      if (resolve) resolve(data);
    };
    return (name) => new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      script(base + name + '.js').catch(reject);
    });
  };

  const recent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(RECENT));
      return Array.isArray(kept) ? kept.filter((words) => typeof words === 'string').slice(0, KEPT) : [];
    } catch (error) {
      return [];
    }
  };

  const keep = (list) => {
    try {
      if (list.length) localStorage.setItem(RECENT, JSON.stringify(list));
      else localStorage.removeItem(RECENT);
    } catch (error) {
      // A browser that keeps nothing still searches.
    }
  };

  class Dialog {
    constructor(paths, index, texts) {
      this.paths = paths;
      this.index = index;
      this.t = B.texts(texts);
      this.kind = this.part = '';
      this.turn = 0;
      this.debug = new URLSearchParams(location.search).has('debug');
      this.build();
      document.body.append(this.node);
    }

    build() {
      const {t} = this;
      this.input = B.element('input', {
        type: 'search', class: 'bx-find-input', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'bx-find-list',
        'aria-autocomplete': 'list', 'aria-label': t('label'), placeholder: t('placeholder'), autocomplete: 'off',
        autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'search', maxlength: '60',
        oninput: (event) => { if (!event.isComposing) this.search(); },
        oncompositionend: () => this.search(),
      });
      this.status = B.element('p', {class: 'bx-find-status', role: 'status'});
      this.note = B.element('p', {class: 'bx-find-note', hidden: true});
      this.filters = B.element('div', {class: 'bx-find-filters', role: 'group', 'aria-label': t('filters'), hidden: true});
      this.list = B.element('div', {class: 'bx-find-list', id: 'bx-find-list', role: 'listbox', 'aria-label': t('results')});
      this.foot = B.element('div', {class: 'bx-find-foot'});
      const close = B.element('button', {type: 'button', class: 'bx-find-close', onclick: () => this.close()}, t('close'));
      this.node = B.element('dialog', {
        class: 'bx-find', 'aria-label': t('title'), onkeydown: (event) => this.pressed(event),
        onclick: (event) => { if (event.target === this.node) this.close(); },
        oncancel: (event) => {
          event.preventDefault();
          this.close();
        },
      }, B.element('div', {class: 'bx-find-box'},
        B.element('div', {class: 'bx-find-head'}, this.input, close),
        this.filters, this.note, this.list, this.status, this.foot));
    }

    open(words, back) {
      if (!this.node.open) {
        this.back = back;
        if (this.node.showModal) this.node.showModal();
        else this.node.setAttribute('open', '');
      }
      if (words !== undefined) this.input.value = words;
      this.input.focus();
      this.input.select();
      if (this.input.value.trim()) this.search();
      else this.showRecent();
    }

    close() {
      if (this.node.close) this.node.close();
      else this.node.removeAttribute('open');
      if (this.back && this.back.isConnected) this.back.focus();
    }

    // --- keys -------------------------------------------------------------------------------------------------------

    pressed(event) {
      if (event.isComposing || event.keyCode === 229) return; // the input method's own keys
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      } else if (event.target === this.input && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        event.preventDefault();
        this.move(event.key === 'ArrowDown' ? 1 : -1);
      } else if (event.target === this.input && event.key === 'Enter') {
        event.preventDefault();
        this.enter();
      }
    }

    get options() {
      return Array.from(this.list.querySelectorAll('[role=option]'));
    }

    move(step) {
      const {options} = this;
      if (!options.length) return;
      const at = options.indexOf(this.active);
      this.activate(options[at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length]);
      this.active.scrollIntoView({block: 'nearest'});
    }

    activate(option) {
      if (this.active) this.active.setAttribute('aria-selected', 'false');
      this.active = option || null;
      if (!option) {
        this.input.removeAttribute('aria-activedescendant');
        return;
      }
      option.setAttribute('aria-selected', 'true');
      this.input.setAttribute('aria-activedescendant', option.id);
    }

    // Results that are still on their way are waited for: Enter means what was typed.
    async enter() {
      await this.pending;
      const option = this.active || this.options[0];
      if (option) option.click();
    }

    // --- searching --------------------------------------------------------------------------------------------------

    search() {
      this.pending = this.find().catch(() => {
        this.status.textContent = this.t('failed');
      });
      return this.pending;
    }

    async find() {
      const turn = ++this.turn;
      const words = this.input.value;
      if (!words.trim()) {
        this.showRecent();
        return;
      }
      const query = await B.readQuery(this.index, words);
      if (turn !== this.turn) return;
      const found = await B.rank(this.index, query);
      if (turn !== this.turn) return;
      this.query = query;
      this.words = words;
      this.found = found.slice(0, 200);
      this.kind = this.part = '';
      await this.show(turn);
    }

    chosen() {
      return this.found.filter(({entry}) => (!this.kind || entry.kind === this.kind) && (!this.part || entry.part === this.part))
        .slice(0, SHOWN);
    }

    async show(turn) {
      const results = this.chosen();
      const text = ({unit}) => this.index.text(unit).catch(() => null);
      const first = Promise.all(results.slice(0, FIRST).map(text));
      // An empty list is filled at once; one that is read already does not flicker.
      if (this.results) await Promise.race([first, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
      if (turn !== this.turn) return;
      this.render(results);
      await this.fillAll(results, 0, first);
      this.fillAll(results, FIRST, Promise.all(results.slice(FIRST).map(text)));
    }

    async fillAll(results, start, coming) {
      const texts = await coming;
      if (this.results !== results) return;
      texts.forEach((text, place) => {
        if (text) this.fill(results[start + place], this.options[start + place], text);
      });
    }

    render(results) {
      this.results = results;
      this.list.textContent = '';
      this.foot.textContent = '';
      results.forEach((result, place) => this.list.append(this.option(result, place)));
      this.input.setAttribute('aria-expanded', String(results.length > 0));
      this.note.hidden = !this.query.shown;
      this.note.textContent = this.query.shown ? this.t('read_as', {words: this.query.shown}) : '';
      this.showFilters();
      this.activate(this.options[0]);
      this.status.textContent = this.told(results.length);
      this.list.scrollTop = 0;
      this.list.dataset.query = this.words; // what is shown, for whoever measures
    }

    told(count) {
      if (!count) return this.t('nothing');
      return this.t(count < SHOWN ? 'count' : 'count_best', {count});
    }

    option(result, place) {
      const {entry} = result;
      const label = this.t('kind_' + entry.kind) + (entry.part ? ' · ' + entry.part : '');
      const option = B.element('a', {
        class: 'bx-hit', role: 'option', id: 'bx-hit-' + place, tabindex: '-1', 'aria-selected': 'false', href: this.address(entry, ''),
        onclick: () => this.went(), onmousemove: (event) => this.activate(event.currentTarget),
      },
      B.element('span', {class: 'bx-hit-kind'}, label),
      this.marked(B.element('span', {class: 'bx-hit-title'}), entry.title),
      B.element('span', {class: 'bx-hit-path'}),
      B.element('span', {class: 'bx-hit-text'}));
      if (this.debug) option.append(B.element('span', {class: 'bx-hit-debug'}, this.explained(result)));
      return option;
    }

    fill(result, option, {anchor, path, text}) {
      const {entry} = result;
      option.href = this.address(entry, anchor);
      const answer = this.answers(result, anchor);
      option.classList.toggle('bx-hit--answer', answer);
      this.marked(option.querySelector('.bx-hit-path'), path);
      this.marked(option.querySelector('.bx-hit-text'), text, true, answer && text.length < 400);
    }

    // Whether a result is the answer itself: the article or the term that was asked for.
    answers({entry}, anchor) {
      const {article, text} = this.query;
      if (entry.kind === 'term') return entry.names.includes(B.squeezed(text));
      return Boolean(article) && entry.kind === 'law' && anchor === 'a' + article && entry.names.some((name) => text.includes(name));
    }

    marked(node, text, cut, whole) {
      node.textContent = '';
      for (const [piece, marked] of B.excerpt(text, this.query.weights, this.index.table, !cut || whole)) {
        node.append(marked ? B.element('mark', {}, piece) : piece);
      }
      return node;
    }

    address(entry, anchor) {
      const folder = entry.url === '' || entry.url.endsWith('/');
      const page = folder && location.protocol === 'file:' ? entry.url + 'index.html' : entry.url;
      return this.paths.root + encodeURI(page) + (anchor ? '#' + anchor : '');
    }

    explained({score, factor, body, title, spread}) {
      const [a, b, c, d, e] = [score, factor, body, title, spread].map((value) => value.toFixed(2));
      return this.t('debug', {score: a, factor: b, body: c, title: d, spread: e});
    }

    went() {
      const words = this.input.value.trim();
      keep([words].concat(recent().filter((other) => other !== words)).slice(0, KEPT));
      this.close();
    }

    // --- filters, recent searches ------------------------------------------------------------------------------------

    showFilters() {
      const kinds = new Set(this.found.map(({entry}) => entry.kind));
      const parts = new Set(this.found.map(({entry}) => entry.part).filter(Boolean));
      this.filters.hidden = kinds.size < 2 && parts.size < 2;
      this.filters.textContent = '';
      const choose = (kind, part) => () => {
        [this.kind, this.part] = [kind, part];
        this.input.focus();
        this.pending = this.show(++this.turn);
      };
      const chip = (name, kind, part) => {
        const pressed = this.kind === kind && this.part === part;
        return B.element('button', {type: 'button', class: 'bx-find-chip', 'aria-pressed': String(pressed), onclick: choose(kind, part)}, name);
      };
      this.filters.append(chip(this.t('all'), '', ''));
      for (const kind of kinds) if (kinds.size > 1) this.filters.append(chip(this.t('kind_' + kind), kind, ''));
      for (const part of parts) if (parts.size > 1) this.filters.append(chip(part, '', part));
    }

    showRecent() {
      this.turn++;
      this.results = null;
      this.list.textContent = this.foot.textContent = this.status.textContent = '';
      this.note.hidden = this.filters.hidden = true;
      const searches = recent();
      searches.forEach((words, place) => {
        this.list.append(B.element('a', {
          class: 'bx-hit bx-hit--recent', role: 'option', id: 'bx-hit-' + place, tabindex: '-1', 'aria-selected': 'false', href: '#',
          onclick: (event) => {
            event.preventDefault();
            this.open(words);
          },
        }, words));
      });
      this.activate(null);
      this.input.setAttribute('aria-expanded', String(searches.length > 0));
      this.status.textContent = searches.length ? this.t('recent') : this.t('hint');
      if (!searches.length) return;
      this.foot.append(B.element('button', {type: 'button', class: 'bx-find-chip', onclick: () => {
        keep([]);
        this.showRecent();
        this.input.focus();
      }}, this.t('clear_recent')));
    }
  }

  B.searchDialog = async (paths, script) => {
    const fetchPart = B.partFetcher(paths.parts, script);
    return new Dialog(paths, new B.SearchIndex(fetchPart), await fetchPart('texts'));
  };
})(globalThis.Banxing = globalThis.Banxing || {});
