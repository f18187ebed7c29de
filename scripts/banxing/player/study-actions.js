// 我的学习: one file or text out, one in, and deleting, which asks first and says what goes.
(function (B) {
  'use strict';
  if (B.Actions) return;
  const LARGEST = 8 * 1024 * 1024;

  const storage = () => {
    try {
      return Object.keys(localStorage).map((key) => [key, localStorage.getItem(key)]);
    } catch (error) {
      return [];
    }
  };

  // All or nothing: when one does not fit, the others get back what they were.
  const writeAll = (writes) => {
    const before = [];
    try {
      for (const [key, text] of writes) {
        before.push([key, localStorage.getItem(key)]);
        localStorage.setItem(key, text);
      }
      return true;
    } catch (error) {
      try {
        for (const [key, text] of before) if (text === null) localStorage.removeItem(key);
        for (const [key, text] of before) if (text !== null) localStorage.setItem(key, text);
      } catch (again) {
        // Storage is refused altogether: nothing was written that could be undone.
      }
      return false;
    }
  };

  // `changed()` hears when the records were changed here.
  B.Actions = class Actions {
    constructor(t, time, changed) {
      this.t = t;
      this.time = time;
      this.changed = changed;
      const button = (name, run) => B.element('button', {type: 'button', class: 'md-button', onclick: run}, t(name));
      this.button = button;
      this.file = B.element('input', {type: 'file', accept: '.json,application/json', hidden: true, onchange: () => this.take()});
      this.status = B.element('p', {class: 'bx-study-status', role: 'status'});
      this.deleted = new Set();
      this.question = B.element('div', {class: 'bx-study-question', hidden: true, role: 'group',
        onkeydown: (event) => { if (event.key === 'Escape') this.close(); }});
      this.node = B.element('section', {'aria-labelledby': 'records'}, B.element('h2', {id: 'records'}, t('records')),
        B.element('p', {}, t('records_note')),
        B.element('div', {class: 'bx-study-buttons'},
          button('export', () => this.export()), button('import', () => this.file.click()),
          button('paste', () => this.paste()), button('delete', () => this.ask())),
        this.file, this.status, this.question);
    }

    say(name, fields) {
      B.say(this.status, this.t(name, fields));
    }

    export() {
      const records = B.exportRecords(storage());
      if (!Object.keys(records).length) {
        this.say('nothing_to_export');
        return;
      }
      const now = new Date();
      const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
      const file = 'banxing-study-' + day + '.json';
      const text = B.exportText(records, now);
      if (B.insideChat()) {
        this.offer(text);
        return;
      }
      B.download(text, file);
      this.say('exported', {file});
    }

    // The text itself, where no file can be had.
    offer(text) {
      const area = this.area({readonly: true});
      area.value = text;
      const copy = () => B.copyText(area).then((copied) => this.say(copied ? 'copied' : 'copy_failed'));
      this.show('export', [this.t('no_download'), this.t('no_download_how')], [['copy', copy]], area);
    }

    paste() {
      const area = this.area({});
      this.show('paste', [this.t('paste_how')], [['import', () => this.import(area.value)]], area);
      area.focus();
    }

    area(more) {
      return B.element('textarea', Object.assign({rows: '5', spellcheck: 'false', 'aria-label': this.t('text')}, more));
    }

    take() {
      const [file] = this.file.files;
      this.file.value = '';
      if (!file) return;
      const read = file.size > LARGEST ? Promise.reject(new Error('too large')) : file.text();
      read.then((text) => this.import(text), () => this.say('bad_file'));
    }

    import(text) {
      const writes = B.importRecords(text, (key) => {
        try {
          return localStorage.getItem(key);
        } catch (error) {
          return null;
        }
      });
      if (!writes) {
        this.say('bad_file');
      } else if (!writeAll(writes)) {
        this.say('no_room');
      } else {
        if (!this.question.hidden) this.close();
        this.changed();
        this.say('imported', {count: writes.length});
      }
    }

    ask() {
      const {practice, read, ticks, receipts, exams} = B.everything(storage());
      this.show('delete', [this.t('delete_what', {practice, read, ticks}),
        ...(receipts ? [this.t('delete_receipts', {count: receipts})] : []), this.t('delete_final')],
      [['delete_yes', () => (exams.length ? this.askAgain(exams) : this.delete(true))]]);
    }

    askAgain(exams) {
      const each = exams.map(({started, done}) => this.t(done ? 'exam_done' : 'exam_running', {time: this.time(started)}));
      this.show('delete', [this.t('exams_left', {count: exams.length}), ...each, this.t('exams_final')],
        [['keep_exams', () => this.delete(false)], ['delete_exams', () => this.delete(true)]]);
    }

    // Asks something under the buttons; closing leads back to the one that was pressed.
    show(name, lines, actions, ...fields) {
      if (this.question.hidden) this.opener = document.activeElement;
      this.question.setAttribute('aria-label', this.t(name));
      const first = B.element('p', {tabindex: '-1'}, B.element('b', {}, lines[0]));
      this.question.textContent = '';
      this.question.append(first, ...lines.slice(1).map((line) => B.element('p', {}, line)), ...fields,
        B.element('div', {class: 'bx-study-buttons'}, ...actions.map(([name, run]) => this.button(name, run)),
          this.button('cancel', () => this.close())));
      this.question.hidden = false;
      this.status.textContent = '';
      first.focus();
      this.question.scrollIntoView({block: 'nearest'});
    }

    close() {
      this.question.hidden = true;
      this.opener.focus();
    }

    delete(exams) {
      const goes = (key) => key.startsWith('banxing/1/') && (exams || !key.startsWith('banxing/1/exam/'));
      let left = 0;
      this.deleted.clear();
      for (const kept of ['localStorage', 'sessionStorage']) {
        try {
          for (const key of Object.keys(window[kept]).filter(goes)) {
            window[kept].removeItem(key);
            this.deleted.add(key);
          }
        } catch (error) {
          left += 1;
        }
      }
      this.close();
      this.changed();
      this.say(left ? 'not_deleted' : 'deleted');
    }

    // Another tab has written. A running exam writes its paper again when it is taken away: nothing of it may be lost.
    heard({key, newValue}) {
      if (newValue && this.deleted.has(key) && key.startsWith('banxing/1/exam/')) this.say('exam_back');
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
