import { normaliseUsername } from '../../src/identifiers/accountName';

describe('usernames', () => {
  test('case is kept', () => {
    expect(normaliseUsername('MariaRossi1')).toBe('MariaRossi1');
  });

  test.each(['maria', '1mariarossi', '+393331234567', 'maria.rossi', 'maríarossi', 'a'.repeat(33)])(
    '%s is refused',
    (text) => {
      expect(normaliseUsername(text)).toBeUndefined();
    },
  );
});
