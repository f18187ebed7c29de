// The exam: one record a candidate, four views of it (start, paper, done, receipt), one render().
(function (B) {
  'use strict';
  if (B.Exam) return;
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;

  // The paper and its bar. Built once a candidate; update() writes the record into it.
  const paperView = (exam) => {
    const {t, form, record} = exam;
    const paper = B.buildPaper(exam, form, record.candidate.id);
    const pages = new B.Pages(exam, form, paper.parts, () => finish());
    const bar = new B.Bar(exam, paper.parts, (part) => pages.jump(part));
    const update = () => {
      if (!heading.isConnected) return; // the candidate has left
      for (const part of paper.parts) B.showPart(part, exam.record.answers[part.question.id] || null);
      pages.update();
      bar.update();
    };
    const heading = B.element('p', {class: 'bx-who', tabindex: '-1'}, t('exam_who', record.candidate));
    const leave = B.button(t('exam_leave'), () => bar.askToLeave(leave), 'quiet');
    form.hidden = false;
    form.prepend(B.element('div', {class: 'bx-bar-row'}, heading, pages.switch, leave));
    form.append(pages.node);
    const finish = paper.start(() => update());
    window.addEventListener('beforeprint', () => { if (heading.isConnected) finish(); });
    return {
      heading,
      node: bar.node,
      bar,
      drawn: paper.drawn,
      questions: paper.parts.map((part) => part.question),
      update,
    };
  };

  const views = {start: B.startView, paper: paperView, done: B.doneView, receipt: B.receiptView};

  class Exam {
    constructor(root, data) {
      this.root = root;
      this.data = data;
      this.t = B.texts(data.texts);
      this.form = root.querySelector('.bx-form');
      // The whole pool leaves the page; papers are built from copies, so that the next candidate gets a clean one.
      this.pool = new Map(Array.from(this.form.querySelectorAll('.bx-items > [data-part]'), (item) => [item.dataset.part, item]));
      this.saved = true;
      const warn = B.watchSaving(root, this.t('note_unsaved'));
      this.records = new B.ExamRecords(data.id, (saved) => {
        this.saved = saved;
        warn(saved);
      });
      this.stage = B.element('div', {class: 'bx-stage'});
      this.form.after(this.stage);
      this.record = null;
      this.receipt = null;
      this.form.addEventListener('submit', (event) => event.preventDefault());
      this.form.addEventListener('input', (event) => this.answered(event.target));
    }

    connect() {
      this.heard = (event) => this.otherTab(event);
      window.addEventListener('storage', this.heard);
      // A browser may keep the page as it is left, and show it to whoever presses Back.
      this.hides = () => {
        const id = this.record && this.record.candidate.id;
        if (this.state === 'paper') {
          this.record.seen = Math.floor(this.now());
          this.record = this.store.write(this.record);
        }
        this.reset();
        if (id) this.records.leave(id);
      };
      window.addEventListener('pagehide', this.hides);
      this.timer = setInterval(() => {
        if (!this.saved) this.retry();
        this.tick();
      }, SECOND);
      const id = this.records.resume();
      if (!id || !this.open(id, true)) this.render();
    }

    disconnect() {
      window.removeEventListener('storage', this.heard);
      window.removeEventListener('pagehide', this.hides);
      clearInterval(this.timer);
      this.reset();
    }

    get state() {
      if (this.receipt) return 'receipt';
      if (!this.record) return 'start';
      return this.record.response ? 'done' : 'paper';
    }

    begin(candidate) {
      this.store = this.records.store(candidate.id);
      this.records.current = candidate.id;
      this.record = {quiz: this.data.id, candidate, started: Date.now(), answers: {}};
      this.since(this.record);
      this.save();
      this.reach();
    }

    // Goes on with a record of this device. False when there is none.
    open(id, quietly) {
      const record = this.records.read(id);
      if (!record) return false;
      this.store = this.records.store(id);
      this.records.current = id;
      this.since(record);
      this.adopt(record);
      if (!quietly) this.reach();
      return true;
    }

    // Opening a paper is cut into tasks that a slow phone gets through without a stop: hearing the button, building the
    // paper, going there (which lays the page out), its questions. Whoever leaves in between takes what waits along.
    soon(run) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(run);
    }

    reach() {
      this.soon(() => {
        if (document.activeElement === document.body) this.view.heading.focus(); // else somebody was faster
      });
    }

    adopt(record) {
      this.record = B.dropChanged(record, this.data.questions);
      this.render();
      this.tick();
    }

    save() {
      this.adopt(this.store.write(this.record));
    }

    // There may be room by now, and who has written his last word changes nothing more.
    retry() {
      if (this.state === 'paper') this.save();
      else if (this.state === 'done') this.records.replace(this.record);
    }

    answered(control) {
      const part = B.partOf(control);
      const question = this.data.questions.find((each) => each.id === part);
      if (!question || this.state !== 'paper') return;
      const item = this.form.querySelector('[data-part="' + part + '"]');
      const before = this.record.answers[part];
      const value = B.takeAnswer(question, item, control, before ? before.v : '', this.t);
      const entry = {v: value, t: this.stamp(before), p: question.print};
      if (before && before.f) entry.f = true;
      this.record.answers[part] = entry;
      this.save();
    }

    // Puts a flag on a question or takes it off. What another tab answered just now stays.
    flag(question) {
      this.adopt(B.mergeRecords(this.record, this.store.read()));
      if (this.state !== 'paper') return;
      const before = this.record.answers[question.id] || {v: '', t: 0, p: question.print};
      this.record.answers[question.id] = Object.assign({}, before, {t: this.stamp(before), f: !before.f});
      this.save();
    }

    otherTab(event) {
      if (!this.record || (event.key !== this.store.key && event.key !== null)) return;
      const theirs = this.store.read();
      const shown = this.shown;
      if (theirs) this.adopt(B.mergeRecords(this.record, theirs));
      else if (this.record.response) this.leave();
      else this.save(); // the browser's data was cleared while somebody answers: nothing is lost
      // Handed in over there: what had the focus here is gone.
      if (this.shown !== shown && document.activeElement === document.body) this.view.heading.focus();
    }

    // The time that counts is never before what the paper knows of: a clock that is set back wins nobody time. So
    // answers bear that time too, and `seen` is when the page was last left.
    since(record) {
      const stamps = Object.values(record.answers).map((entry) => entry.t);
      this.known = Math.max(Date.now(), record.started, record.seen || 0, ...stamps) - performance.now();
    }

    stamp(before) {
      return Math.max(Math.floor(this.now()), B.stamp(before));
    }

    now() {
      return Math.max(Date.now(), this.known + performance.now());
    }

    get deadline() {
      return this.data.time_limit && this.record ? this.record.started + this.data.time_limit * MINUTE : Infinity;
    }

    tick() {
      if (this.state !== 'paper' || this.deadline === Infinity) return;
      const left = this.deadline - this.now();
      // A paper whose time ran out while the page was closed counts as handed in when it ran out: nothing was changed since.
      if (left <= 0) this.submit(this.deadline, true);
      else this.view.bar.tick(left, this.deadline - this.record.started);
    }

    submit(time, auto) {
      this.record = B.mergeRecords(this.record, this.store.read());
      if (!this.record.response) {
        const {drawn, questions} = this.view;
        const response = B.buildResponse(this.data.id, this.record, drawn, questions, time);
        this.record.response = {text: B.responseText(response), check: response.check, submitted: response.submitted, auto};
      }
      // From here on the answers stand in the response alone.
      this.record.answers = {};
      this.records.replace(this.record);
      this.adopt(this.record);
      this.view.heading.focus();
    }

    // Removes everything but a receipt that names nobody.
    clear() {
      const {check, submitted} = this.record.response;
      this.receipt = {title: this.data.title, time: B.shownTime(submitted), check};
      this.records.addReceipt(this.receipt);
      this.records.remove(this.record.candidate.id);
      this.records.current = null;
      this.record = null;
      this.render();
      this.view.heading.focus();
    }

    // Back to a fresh start page; a paper stays on this device behind its id.
    reset() {
      clearTimeout(this.waiting);
      if (this.record) this.records.hold(this.record, this.saved);
      this.record = this.receipt = this.shown = null;
      this.records.current = null;
      this.render();
    }

    leave() {
      this.reset();
      this.view.heading.focus();
    }

    render() {
      const {state} = this;
      if (this.shown !== state) {
        this.shown = state;
        this.form.textContent = '';
        this.form.hidden = true;
        this.view = views[state](this);
        this.stage.textContent = '';
        this.stage.append(this.view.node);
      }
      this.view.update();
    }
  }

  B.Exam = Exam;
  B.register('exam', Exam);
})(globalThis.Banxing = globalThis.Banxing || {});
