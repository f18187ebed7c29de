// Practice: each question is checked by its own button, never by choosing; answers and checks are kept.
(function (B) {
  'use strict';
  if (B.Practice) return;

  class Practice {
    constructor(root, data) {
      this.data = data;
      this.questions = data.questions;
      this.t = B.texts(data.texts);
      this.form = root.querySelector('.bx-form');
      this.items = B.partItems(this.form);
      this.panels = new Map();
      this.store = new B.Store(B.storageKey(data.mode, data.id), B.watchSaving(root, this.t('note_unsaved')));
      if (data.mode === 'practice') {
        this.summary = new B.Summary(data, {
          result: () => this.showResult(),
          wrongOnly: () => this.wrongOnly(),
          showAll: () => this.restart([], []),
          allAgain: () => this.allAgain(),
        });
        this.form.after(this.summary.node);
      }
      // Enter in a lone blank would send the form and reload the page.
      this.form.addEventListener('submit', (event) => event.preventDefault());
      this.form.addEventListener('input', (event) => this.answered(event.target));
    }

    connect() {
      this.adopt(this.kept());
      if (this.summary && location.hash === '#review') this.beginReview();
      this.heard = (event) => {
        if (event.key !== this.store.key && event.key !== null) return;
        // Deleted there is deleted here too, or the next answer would bring all of it back.
        this.adopt(event.newValue ? B.mergeRecords(this.record, this.store.read()) : this.kept());
      };
      window.addEventListener('storage', this.heard);
    }

    kept() {
      return this.store.read() || {quiz: this.data.id, answers: {}};
    }

    disconnect() {
      window.removeEventListener('storage', this.heard);
    }

    // The buttons and lines of one question, made when it is first shown.
    panel(question) {
      return this.panels.get(question.id) || this.newPanel(question);
    }

    newPanel(question) {
      const {t} = this;
      const item = this.items.get(question.id);
      const essay = question.type === 'essay';
      const panel = {
        key: item.querySelector('.bx-key'),
        changed: B.element('p', {class: 'bx-changed', hidden: true}, t(essay ? 'note_changed_essay' : 'note_changed')),
        check: B.button(t(essay ? 'practice_show' : 'practice_check'), () => this.check(question), 'main'),
        verdict: B.element('p', {class: 'bx-verdict', role: 'status', tabindex: '-1'}),
        back: B.element('p', {class: 'bx-hint', hidden: true}),
        again: B.button(t(essay ? 'practice_fold' : 'practice_again'), () => this.again(question)),
      };
      const fieldset = item.querySelector('fieldset');
      fieldset.before(panel.changed);
      if (question.type === 'ordering') fieldset.append(B.onceHint(t));
      fieldset.after(B.element('div', {class: 'bx-actions'}, panel.check), panel.verdict, panel.back);
      item.append(B.element('div', {class: 'bx-actions'}, panel.again));
      this.panels.set(question.id, panel);
      return panel;
    }

    entry(question) {
      return this.record.answers[question.id] || {v: '', t: 0, p: question.print};
    }

    put(question, value, checked) {
      const before = this.record.answers[question.id];
      const entry = {v: value, t: B.stamp(before), p: question.print, r: before && before.r};
      if (question.type === 'essay') entry.o = checked || (before && before.o);
      if (checked) {
        const marks = B.mark(question, B.finalAnswer(question.type, value));
        entry.c = true;
        const right = marks === question.points;
        if (marks !== null) entry.r = question.quiz ? B.reviewAtHome(question, right) : B.nextPlace(entry.r, right);
      }
      this.record.answers[question.id] = entry;
    }

    setView(result, hide) {
      this.record.view = {t: B.stamp(this.record.view), result, hide};
    }

    get view() {
      return this.record.view || {result: false, hide: []};
    }

    adopt(record) {
      this.record = B.dropChanged(record, this.questions);
      this.render();
    }

    save() {
      this.adopt(this.store.write(this.record));
    }

    answered(control) {
      const part = B.partOf(control);
      const question = this.questions.find((each) => each.id === part);
      if (!question) return;
      // A rubric stays open while the essay is written on.
      const open = question.type === 'essay' && this.entry(question).c;
      const before = this.entry(question).v;
      this.put(question, B.takeAnswer(question, this.items.get(part), control, before, this.t), open);
      if (!open) B.say(this.panel(question).verdict, '');
      this.save();
    }

    check(question) {
      const {verdict} = this.panel(question);
      const value = this.entry(question).v;
      if (!value) {
        B.say(verdict, this.t(question.type === 'essay' ? 'practice_write_first' : 'practice_empty'));
        return;
      }
      this.put(question, value, true);
      B.quietHint(this.items.get(question.id));
      this.save();
      verdict.focus();
    }

    again(question) {
      const essay = question.type === 'essay';
      this.put(question, essay ? this.entry(question).v : '', false);
      this.setView(false, this.view.hide);
      this.save();
      this.begin(question);
    }

    // Goes to a question that was just made open again; the turn of the later ones of a long quiz may not have come.
    begin(question) {
      this.renderQuestion(question);
      B.controls(this.items.get(question.id))[0].focus();
    }

    // Answered questions count even where 核对答案 was not pressed; open ones count 0 and stay open, and then the result
    // is shown but not kept: it says how far one came and not how good one is.
    showResult() {
      for (const question of this.questions) {
        const entry = this.entry(question);
        if (entry.v && !entry.c && question.type !== 'essay') this.put(question, entry.v, true);
      }
      this.setView(true, []);
      const {score, max, unanswered} = B.tally(this.questions, this.checked(), 0);
      if (!unanswered) this.record.results = (this.record.results || []).concat([[Date.now(), score, max]]);
      this.save();
      this.summary.heading.focus();
    }

    // What is due today and was checked before is asked anew; what was not checked yet stays as it is.
    beginReview() {
      const due = this.questions.filter((question) => !B.daysLeft(this.entry(question).r));
      if (!due.length) return;
      this.review = new B.Review(this.data, due, () => this.restart([], []));
      this.form.before(this.review.note);
      this.form.after(this.review.foot);
      for (const question of due) if (this.entry(question).c) this.put(question, '', false);
      this.setView(false, []);
      this.save();
    }

    // Part id → answer, of what is checked.
    checked() {
      const answers = {};
      for (const question of this.questions) {
        const entry = this.entry(question);
        if (entry.c) answers[question.id] = B.finalAnswer(question.type, entry.v);
      }
      return answers;
    }

    isRight(question) {
      const entry = this.entry(question);
      return Boolean(entry.c) && B.mark(question, B.finalAnswer(question.type, entry.v)) === question.points;
    }

    wrongOnly() {
      const wrong = this.questions.filter((question) => question.type !== 'essay' && !this.isRight(question));
      this.restart(wrong, this.questions.filter((question) => !wrong.includes(question)).map((question) => question.id));
    }

    // Essays keep their text: nobody can write them again from memory.
    allAgain() {
      for (const question of this.questions) if (question.type === 'essay') this.put(question, this.entry(question).v, false);
      this.restart(this.questions.filter((question) => question.type !== 'essay'), []);
    }

    restart(questions, hide) {
      if (this.review) this.review.remove();
      this.review = null;
      for (const question of questions) this.put(question, '', false);
      this.setView(false, hide);
      this.save();
      this.begin(this.questions.find((question) => !hide.includes(question.id)));
    }

    render() {
      B.inTurns(this.questions, (question) => this.renderQuestion(question), () => {
        for (const item of this.form.querySelectorAll('.bx-case')) {
          item.hidden = !item.querySelector('[data-part]:not([hidden])');
        }
      });
      if (this.summary) this.summary.render(this.checked(), this.view.result, this.view.hide.length > 0);
      if (this.review) {
        const {due} = this.review;
        this.summary.node.hidden = true;
        this.review.render(due.filter((question) => this.entry(question).c).length, due.filter((question) => this.isRight(question)).length);
      }
    }

    renderQuestion(question) {
      const item = this.items.get(question.id);
      const panel = this.panel(question);
      const entry = this.entry(question);
      const checked = Boolean(entry.c);
      item.hidden = this.review ? !this.review.due.includes(question) : this.view.hide.includes(question.id);
      const kept = this.record.answers[question.id] || null;
      if (panel.kept === kept) return; // each change is a new object
      panel.kept = kept;
      B.showAnswer(question, item, entry.v);
      panel.changed.hidden = !entry.s;
      panel.check.parentNode.hidden = checked;
      panel.again.parentNode.hidden = !checked;
      const days = B.daysLeft(entry.r);
      panel.back.hidden = !checked || !days || days === Infinity;
      panel.back.textContent = this.t('practice_back', {days});
      const shown = checked ? (question.type === 'essay' ? 'open' : entry.v) : '';
      if (panel.shown === shown) return;
      panel.shown = shown;
      panel.key.open = checked;
      panel.key.hidden = !checked;
      panel.verdict.textContent = '';
      B.hideFeedback(item);
      for (const control of B.controls(item)) {
        if (question.type === 'fill_blank') control.readOnly = checked;
        else if (question.type !== 'essay') control.disabled = checked;
      }
      if (!checked) return;
      const marks = B.mark(question, B.finalAnswer(question.type, entry.v));
      panel.verdict.append(...B.verdict(question, marks, this.t));
      B.showFeedback(question, item, entry.v, this.t);
    }
  }

  B.Practice = Practice;
  B.register('practice', Practice);
  B.register('inline', Practice);
})(globalThis.Banxing = globalThis.Banxing || {});
