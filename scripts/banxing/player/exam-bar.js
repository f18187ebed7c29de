// The bar under a paper: time, answer sheet, handing in, and the question before leaving.
(function (B) {
  'use strict';
  if (B.Bar) return;
  const WARN_AT = [5, 1]; // minutes left

  // 60:00: minutes may pass 59, as on an exam's wall clock counting down.
  const clock = (seconds) => [Math.floor(seconds / 60), seconds % 60].map((piece) => String(piece).padStart(2, '0')).join(':');

  const pages = (parts) => new Set(parts.map((part) => part.page)).size;

  B.Bar = class Bar {
    // `jump(part)` goes to a question.
    constructor(exam, parts, jump) {
      const {t} = exam;
      this.exam = exam;
      this.t = t;
      this.parts = parts;
      this.total = pages(parts);
      this.jump = jump;
      this.warned = new Set();
      this.time = B.element('span', {class: 'bx-time', role: 'timer', hidden: true});
      this.warning = B.element('p', {class: 'bx-warning', role: 'status'});
      this.count = B.element('small', {});
      this.sheetButton = B.button(t('exam_sheet') + ' ', () => this.toggle(this.sheet, this.sheetButton));
      this.sheetButton.append(this.count);
      this.askButton = B.button(t('exam_hand_in'), () => this.ask(), 'main');
      this.links = []; // one a part, made when the sheet is first opened
      this.sheet = B.element('ol', {class: 'bx-answer-card', hidden: true});
      this.question = B.element('p', {class: 'bx-ask', tabindex: '-1'});
      this.openLinks = B.element('div', {class: 'bx-open-links'});
      this.yes = B.button('', () => this.agreed(), 'main');
      this.confirm = B.element('div', {class: 'bx-confirm', role: 'group', hidden: true},
        this.question, this.openLinks,
        B.element('div', {class: 'bx-actions'},
          this.yes,
          B.button(t('exam_confirm_no'), () => this.close())));
      this.node = B.element('div', {class: 'bx-bar', role: 'region', 'aria-label': t('exam_bar'), onkeydown: (event) => {
        if (event.key === 'Escape') this.close();
      }},
      this.warning, this.sheet, this.confirm,
      B.element('div', {class: 'bx-bar-row'}, this.time, this.sheetButton, this.askButton));
      this.setExpanded();
      // What has the focus is scrolled clear of the bar, however tall the text makes it.
      this.size = new ResizeObserver(() => exam.root.style.setProperty('--bx-bar', this.node.offsetHeight + 'px'));
      this.size.observe(this.node);
    }

    link(part) {
      return B.element('a', {href: '#q-' + part.question.id.replace('/', '--'), onclick: (event) => {
        event.preventDefault();
        event.stopPropagation(); // Material would load the page anew, as it does for every link to one it knows
        this.close();
        this.jump(part);
      }}, part.number, ' ', B.element('small', {}));
    }

    setExpanded() {
      this.sheetButton.setAttribute('aria-expanded', String(!this.sheet.hidden));
      this.askButton.hidden = !this.confirm.hidden;
    }

    toggle(panel) {
      const opens = panel.hidden;
      this.sheet.hidden = this.confirm.hidden = true;
      panel.hidden = !opens;
      if (panel === this.sheet && !this.links.length) {
        this.links = this.parts.map((part) => this.link(part));
        this.sheet.append(...this.links.map((link) => B.element('li', {}, link)));
        this.describeAll();
      }
      this.setExpanded();
    }

    // Closes what is open; the focus goes back to the button that opened it.
    close() {
      const button = !this.sheet.hidden ? this.sheetButton : !this.confirm.hidden ? this.asker : null;
      this.sheet.hidden = this.confirm.hidden = true;
      this.setExpanded();
      if (button) button.focus();
    }

    ask() {
      const {done, total, flags} = this.counts();
      const size = {count: total - done, total, flags};
      const name = 'exam_confirm_' + (done < total ? 'open' : 'full') + (flags ? '_flags' : '');
      this.put(this.askButton, 'exam_confirm', this.t(name, size), () => this.exam.submit(this.exam.now(), false));
      for (const part of this.parts.filter((each) => each.flagged || each.status !== 'full')) {
        const link = this.link(part);
        this.describe(link, part);
        this.openLinks.append(link, ' ');
      }
    }

    askToLeave(button) {
      const {record, data} = this.exam;
      const question = this.t('exam_leave_ask', record.candidate) + (data.time_limit ? this.t('exam_leave_time') : '');
      this.put(button, 'exam_leave', question, () => this.exam.leave());
    }

    // Asks before `agreed` runs; `name` and `name`_yes are the texts of the panel and its button.
    put(asker, name, question, agreed) {
      this.asker = asker;
      this.agreed = agreed;
      this.confirm.setAttribute('aria-label', this.t(name));
      this.yes.textContent = this.t(name + '_yes');
      this.question.textContent = question;
      this.openLinks.textContent = '';
      if (this.confirm.hidden) this.toggle(this.confirm);
      this.question.focus();
    }

    // Of questions as the paper numbers them: a case is one, done when each of its parts is.
    counts() {
      const {parts, total} = this;
      const open = pages(parts.filter((part) => part.status !== 'full'));
      return {done: total - open, total, flags: pages(parts.filter((part) => part.flagged))};
    }

    // After each answer; `part.status` is set by the paper.
    update() {
      const {done, total, flags} = this.counts();
      const count = this.t('exam_count', {done, total});
      this.count.textContent = count + (flags ? ' ★' + flags : '');
      this.sheetButton.setAttribute('aria-label',
        this.t('exam_sheet') + ' ' + count + (flags ? this.t('exam_count_flags', {count: flags}) : ''));
      this.describeAll();
    }

    describeAll() {
      this.links.forEach((link, i) => this.describe(link, this.parts[i]));
    }

    // What a link says of its question: answered, unfinished or not, and flagged.
    describe(link, part) {
      const name = 'bx-status-' + part.status + (part.flagged ? ' bx-flagged' : '');
      if (link.className === name) return;
      link.className = name;
      const status = this.t('note_' + part.status);
      link.lastChild.textContent = (part.flagged ? '★ ' : '') + status;
      link.setAttribute('aria-label',
        this.t('exam_jump', {number: part.number, status: status + (part.flagged ? this.t('exam_flagged') : '')}));
    }

    // `left` and `limit` in milliseconds.
    tick(left, limit) {
      this.time.hidden = false;
      this.time.textContent = this.t('exam_left', {time: clock(Math.max(0, Math.ceil(left / 1000)))});
      const due = WARN_AT.filter((minutes) => left <= minutes * 60000 && limit > minutes * 60000);
      this.time.classList.toggle('bx-time--short', due.length > 0);
      const minutes = due[due.length - 1];
      if (!due.length || this.warned.has(minutes)) return;
      this.warned.add(minutes);
      B.say(this.warning, this.t('exam_minutes_left', {minutes: Math.max(1, Math.ceil(left / 60000))}));
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
