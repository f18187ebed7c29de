// The exam's records on this device: one a candidate, and receipts that name nobody.
(function (B) {
  'use strict';
  if (B.ExamRecords) return;
  const MAX_RECEIPTS = 50;
  const LEFT = ' '; // before an id, which holds no white space itself
  // Papers that could not be saved, by key: they live as long as the window, behind their id like any other.
  const unsaved = new Map();

  const isRecord = (record, quiz) =>
    Boolean(record) && record.quiz === quiz && Number.isFinite(record.started) &&
    Boolean(record.candidate) && typeof record.candidate.id === 'string';

  // Storage may be switched off altogether; then every reading is empty and every writing is lost, which the
  // banner says.
  const attempt = (run, otherwise) => {
    try {
      return run();
    } catch (error) {
      return otherwise;
    }
  };

  B.ExamRecords = class ExamRecords {
    constructor(quiz, onResult) {
      this.quiz = quiz;
      this.onResult = onResult;
      this.common = B.storageKey('exam', quiz, '');
    }

    // Before anybody begins: can this device save at all? Under a key that is no candidate's, whatever his id.
    probe() {
      const key = B.storageKey('probe', this.quiz);
      this.onResult(attempt(() => {
        localStorage.setItem(key, '1');
        localStorage.removeItem(key);
        return true;
      }, false));
    }

    store(id) {
      return new B.Store(B.storageKey('exam', this.quiz, id), this.onResult);
    }

    read(id) {
      const store = this.store(id);
      const held = unsaved.get(store.key);
      const record = held ? B.mergeRecords(held, store.read()) : store.read();
      return isRecord(record, this.quiz) && record.candidate.id === id ? record : null;
    }

    // Records somebody left: {started, done}, and never whose they are.
    open() {
      return Array.from(new Set([...attempt(() => Object.keys(localStorage), []), ...unsaved.keys()]))
        .filter((key) => key.startsWith(this.common) && key !== this.common)
        .map((key) => unsaved.get(key) || B.parseRecord(localStorage.getItem(key)))
        .filter((record) => isRecord(record, this.quiz))
        .map((record) => ({started: record.started, done: Boolean(record.response)}));
    }

    // Writes a paper that is handed in as it is: merging would bring back what it was made of.
    replace(record) {
      this.onResult(attempt(() => {
        localStorage.setItem(this.store(record.candidate.id).key, JSON.stringify(record));
        return true;
      }, false));
    }

    // What becomes of a paper that is put away while this device could save, or could not.
    hold(record, saved) {
      const {key} = this.store(record.candidate.id);
      if (saved) unsaved.delete(key);
      else unsaved.set(key, record);
    }

    remove(id) {
      const {key} = this.store(id);
      unsaved.delete(key);
      attempt(() => localStorage.removeItem(key));
    }

    receipts() {
      const kept = attempt(() => JSON.parse(localStorage.getItem(this.common)).receipts, []);
      return Array.isArray(kept) ? kept.filter((receipt) => receipt && typeof receipt.check === 'string') : [];
    }

    addReceipt(receipt) {
      const receipts = this.receipts().concat(receipt).slice(-MAX_RECEIPTS);
      attempt(() => localStorage.setItem(this.common, JSON.stringify({receipts})));
    }

    // Whose paper this tab shows.
    set current(id) {
      attempt(() => (id ? sessionStorage.setItem(this.common, id) : sessionStorage.removeItem(this.common)));
    }

    // The window goes to another page, or loads this one again: only the next load can tell.
    leave(id) {
      this.current = LEFT + id;
    }

    // Whose paper this load of the page goes on with, asked once. Another person may have come meanwhile, so only a
    // reload does, and a tab that comes back after a crash: that says back_forward, and nobody had left the page.
    resume() {
      const kept = attempt(() => sessionStorage.getItem(this.common), null) || '';
      this.current = null;
      const [load] = performance.getEntriesByType('navigation');
      const here = (address) => address.split('#')[0];
      // Material comes here without a load; the last one was another page's.
      if (!load || here(load.name) !== here(location.href)) return '';
      return load.type === 'reload' || (load.type === 'back_forward' && !kept.startsWith(LEFT)) ? kept.trim() : '';
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
