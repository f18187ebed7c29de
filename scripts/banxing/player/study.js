// <bx-study data-view="index|review" data-study="…">: what this device knows, over what the site has. One render().
(function (B) {
  'use strict';
  if (B.Study) return;
  const EVENTS = ['storage', 'pageshow', 'focus'];

  const canSave = () => {
    const key = 'probe';
    const saved = B.keep(key, {});
    if (saved) localStorage.removeItem('banxing/1/' + key);
    return saved;
  };

  B.Study = class Study extends HTMLElement {
    connectedCallback() {
      if (!this.report) this.build();
      this.heard = (event) => {
        this.render();
        if (this.actions && event.type === 'storage') this.actions.heard(event);
      };
      for (const name of EVENTS) window.addEventListener(name, this.heard);
      this.render();
    }

    disconnectedCallback() {
      for (const name of EVENTS) window.removeEventListener(name, this.heard);
    }

    build() {
      const data = JSON.parse(this.dataset.study);
      const format = (options) => {
        const made = new Intl.DateTimeFormat(data.lang, options);
        return (time) => (B.isTime(time) ? made.format(time) : '');
      };
      const picture = this.querySelector('svg');
      const t = B.texts(data.texts);
      this.report = {data, t, day: format({dateStyle: 'medium'}), picture: () => {
        const copy = picture.cloneNode(false);
        copy.removeAttribute('hidden');
        return copy;
      }};
      this.body = B.element('div', {});
      this.append(this.body);
      if (!canSave()) this.prepend(B.element('p', {class: 'bx-study-unsaved', role: 'alert'}, t('unsaved')));
      if (this.dataset.view !== 'index') return;
      this.actions = new B.Actions(t, format({dateStyle: 'medium', timeStyle: 'short'}), () => this.render());
      this.append(this.actions.node);
    }

    read() {
      const {data} = this.report;
      const today = B.dayOf(new Date());
      return Object.assign({}, this.report, {
        width: Math.max(260, this.clientWidth),
        studied: new Set(Object.keys(data.modules).filter((module) => B.studied(module) !== null)),
        standings: data.quizzes.map((quiz) =>
          B.standing(quiz, B.parseRecord(JSON.stringify(B.kept(B.practiceKey(quiz.id)))), today)),
      });
    }

    render() {
      const sections = this.dataset.view === 'index' ? B.indexSections : B.reviewSections;
      const fresh = B.element('div', {}, ...sections(this.read()));
      const details = fresh.querySelector('details');
      if (details) details.open = Boolean(this.body.querySelector('details[open]'));
      // Coming back to the window changes nothing most of the time; what has the focus then keeps it.
      if (fresh.isEqualNode(this.body)) return;
      const focused = this.body.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
      this.body.replaceWith(fresh);
      this.body = fresh;
      const again = Array.from(fresh.querySelectorAll('a')).find((each) => each.getAttribute('href') === focused);
      if (again) again.focus();
    }
  };

  customElements.define('bx-study', B.Study);
})(globalThis.Banxing = globalThis.Banxing || {});
