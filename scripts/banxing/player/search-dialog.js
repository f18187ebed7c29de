// The dialog: a combobox over what is found. `open(words, back)` shows it; the focus goes back to `back`.
(function (B) {
  'use strict';
  if (B.searchDialog) return;
  const SHOWN = 20;
  const LOOKED_AT = 200; // results that filters choose from

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
      // A page of another kind (of a login, of a server that has no such file) comes as well, and says nothing.
      const silent = () => {
        if (waiting.get(name) === resolve) reject(new Error(name));
      };
      script(base + name + '.js').then(silent, reject);
    });
  };

  class Dialog {
    constructor(paths, index, texts) {
      this.index = index;
      this.t = B.texts(texts);
      this.kind = this.part = '';
      this.turn = 0;
      this.build();
      this.list = new B.ResultList(this.box, {
        index, t: this.t, root: paths.root, chosen: () => this.went(), pointed: (option) => this.activate(option),
      });
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
      this.box = B.element('div', {class: 'bx-find-list', id: 'bx-find-list', role: 'listbox', 'aria-label': t('results')});
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
        this.filters, this.note, this.box, this.status, this.foot));
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

    went() {
      B.recentSearches.add(this.input.value.trim());
      this.close();
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

    move(step) {
      const {options} = this.list;
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
      const option = this.active || this.list.options[0];
      if (option) option.click();
    }

    // --- searching --------------------------------------------------------------------------------------------------

    search() {
      const turn = this.turn + 1; // what find() is about to take
      this.pending = this.find().catch(() => {
        if (turn === this.turn) this.fail();
      });
      return this.pending;
    }

    // Nothing of an earlier query stays, which Enter would open.
    fail() {
      this.list.clear();
      this.activate(null);
      this.input.setAttribute('aria-expanded', 'false');
      this.filters.hidden = this.note.hidden = true;
      this.status.textContent = this.t('failed');
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
      this.found = found.slice(0, LOOKED_AT);
      this.kind = this.part = '';
      await this.show(turn);
    }

    async show(turn) {
      const fits = ({entry}) => (!this.kind || entry.kind === this.kind) && (!this.part || entry.part === this.part);
      const results = this.found.filter(fits).slice(0, SHOWN);
      if (!await this.list.show(results, this.query, () => turn !== this.turn)) return;
      this.foot.textContent = '';
      this.input.setAttribute('aria-expanded', String(results.length > 0));
      this.note.hidden = !this.query.shown;
      this.note.textContent = this.query.shown ? this.t('read_as', {words: this.query.shown}) : '';
      this.showFilters();
      this.activate(this.list.options[0]);
      this.status.textContent = this.told(results.length);
      this.box.dataset.query = this.words; // what is shown, for whoever measures
      await this.list.filled;
    }

    told(count) {
      if (!count) return this.t('nothing');
      return this.t(count < SHOWN ? 'count' : 'count_best', {count});
    }

    showFilters() {
      const kinds = new Set(this.found.map(({entry}) => entry.kind));
      const parts = new Set(this.found.map(({entry}) => entry.part).filter(Boolean));
      this.filters.hidden = kinds.size < 2 && parts.size < 2;
      this.filters.textContent = '';
      const choose = (kind, part) => () => {
        this.input.focus();
        if (this.input.value !== this.words) return; // other results are on their way
        [this.kind, this.part] = [kind, part];
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
      this.list.clear();
      this.foot.textContent = this.status.textContent = '';
      this.note.hidden = this.filters.hidden = true;
      const searches = B.recentSearches.list();
      searches.forEach((words, place) => {
        this.box.append(B.element('a', {
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
        B.recentSearches.clear();
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
