import type { Locator } from 'playwright-core';
import type { Person } from './person';

/** More stops than any page has before what is wanted. */
const mostStops = 60;

/** Somebody who uses the Tab key, Enter, the space bar and letters alone. */
export class ByKeyboard {
  constructor(private readonly person: Person) {}

  async follow(name: string): Promise<void> {
    await this.tabTo(this.person.page.getByRole('link', { name, exact: true }).first());
    await this.keys.press('Enter');
  }

  async press(name: string): Promise<void> {
    await this.tabTo(this.person.page.getByRole('button', { name, exact: true }));
    await this.keys.press('Space');
  }

  /** Opens what is folded away under these words. */
  async unfold(words: string): Promise<void> {
    await this.tabTo(this.person.page.locator('summary', { hasText: words }));
    await this.keys.press('Space');
  }

  /** Into fields by their labels, in the order of the page. */
  async type(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      await this.tabTo(this.person.page.getByLabel(label, { exact: true }));
      await this.keys.type(value);
    }
  }

  private get keys() {
    return this.person.page.keyboard;
  }

  private async tabTo(wanted: Locator): Promise<void> {
    for (let presses = 0; presses < mostStops; presses += 1) {
      await this.keys.press('Tab');
      if (await wanted.and(this.person.page.locator(':focus')).count()) return;
    }
    throw new Error('The Tab key does not come to it.');
  }
}
