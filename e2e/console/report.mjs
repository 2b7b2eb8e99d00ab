/** Counts what holds and what does not, and says so as it goes. */
export class Report {
  passed = 0;
  failed = 0;

  /** Runs one check; a failure is told and does not stop the others. */
  async check(what, body) {
    try {
      await body();
      this.passed += 1;
      console.log(`ok      ${what}`);
      return true;
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED  ${what}\n        ${String(error.message).split('\n').slice(0, 8).join('\n        ')}`);
      return false;
    }
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}

export function expect(holds, message) {
  if (!holds) {
    throw new Error(message);
  }
}
