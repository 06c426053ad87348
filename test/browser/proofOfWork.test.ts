import { pageTexts } from '../../src/portal/texts';
import type { Person } from './support/person';
import { siteForTests } from './support/site';

const { it } = pageTexts;

/** One start an hour comes from the address of all browsers. */
const site = siteForTests({ env: { STARTS_PER_ORIGIN: '1' } });

async function recover(person: Person): Promise<void> {
  await person.fill({ [it.fields.username.label]: 'AnnaAdmin' });
  await person.press(it.forms.passwordRecovery.button);
}

/** After the start that the network has. */
async function refused(person: Person): Promise<void> {
  await person.open('/recovery');
  await recover(person);
  if ((await person.heading.textContent()) === it.flow.codeHeading) {
    await person.open('/recovery');
    await recover(person);
  }
  await person.reads(it.summaryHeading);
}

describe('somebody behind a network that has no start left', () => {
  test.each(['phone', 'desktop'] as const)('goes on at once on a %s: the device works', async (device) => {
    const person = await site.person({ device });
    await refused(person);
    await person.reads(it.workDone);
    await person.looksRight('work-done');
    await person.press(it.forms.passwordRecovery.button);
    await person.sees(it.flow.codeHeading);
  });

  test('is told the wait without scripts', async () => {
    const person = await site.person({ scripts: false });
    await refused(person);
    await person.reads(it.flow.retryFromClock);
    expect(await person.page.getByText(it.workBegun).isVisible()).toBe(false);
    await person.looksRight('work-without-scripts');
  });
});
