// 今日复习: a practice page whose address ends in #review shows only what is due, until all of it is asked for.
(function (B) {
  'use strict';
  if (B.Review) return;

  // A question answered in a module is reviewed in the practice it is at home in. Takes whether it was right, keeps and
  // returns its place there; what was answered there stays.
  B.reviewAtHome = (question, right) => {
    const store = new B.Store(B.storageKey('practice', question.quiz), () => {});
    const record = B.dropChanged(store.read() || {quiz: question.quiz, answers: {}}, [question]);
    const before = record.answers[question.id] || {v: '', t: 0, p: question.print};
    const r = B.nextPlace(before.r, right);
    if (r === before.r) return r;
    // Asked for by the review, it needs no mark that its text has changed.
    record.answers[question.id] = Object.assign({}, before, {t: B.stamp(before), r, s: undefined});
    store.write(record);
    return r;
  };

  // `due` are the questions shown; `end` is the reader's way out.
  B.Review = class Review {
    constructor(data, due, end) {
      this.due = due;
      this.t = B.texts(data.texts);
      this.note = B.element('p', {class: 'bx-note'}, this.t('practice_reviewing', {total: due.length}));
      this.status = B.element('p', {role: 'status'});
      this.foot = B.element('div', {class: 'bx-foot'}, this.status,
        B.element('a', {class: 'bx-review', href: data.review}, this.t('practice_to_review')),
        B.button(this.t('practice_show_all'), end));
    }

    // How many are checked, and how many of these are right.
    render(done, right) {
      const total = this.due.length;
      const text = this.t(done === total ? 'practice_review_done' : 'practice_progress', {done, right, total});
      if (this.status.textContent !== text) this.status.textContent = text;
    }

    remove() {
      this.note.remove();
      this.foot.remove();
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
