// The exam's records on this device: one a candidate, and receipts that name nobody.
(function (B) {
  'use strict';
  if (B.ExamRecords) return;
  const MAX_RECEIPTS = 50;

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

    // Before anybody begins: can this device save at all?
    probe() {
      const key = this.common + '?';
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
      const record = this.store(id).read();
      return isRecord(record, this.quiz) && record.candidate.id === id ? record : null;
    }

    // Records somebody left: {started, done}, and never whose they are.
    open() {
      return attempt(() => Object.keys(localStorage), [])
        .filter((key) => key.startsWith(this.common) && key !== this.common)
        .map((key) => B.parseRecord(localStorage.getItem(key)))
        .filter((record) => isRecord(record, this.quiz))
        .map((record) => ({started: record.started, done: Boolean(record.response)}));
    }

    remove(id) {
      attempt(() => localStorage.removeItem(this.store(id).key));
    }

    receipts() {
      const kept = attempt(() => JSON.parse(localStorage.getItem(this.common)).receipts, []);
      return Array.isArray(kept) ? kept : [];
    }

    addReceipt(receipt) {
      const receipts = this.receipts().concat(receipt).slice(-MAX_RECEIPTS);
      attempt(() => localStorage.setItem(this.common, JSON.stringify({receipts})));
    }

    // Whose paper this tab shows: a reload goes on at once, another tab or another person must name the id.
    get current() {
      return attempt(() => sessionStorage.getItem(this.common), null);
    }

    set current(id) {
      attempt(() => (id ? sessionStorage.setItem(this.common, id) : sessionStorage.removeItem(this.common)));
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
