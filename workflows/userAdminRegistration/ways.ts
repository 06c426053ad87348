import type {
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../contracts/userAdminRegistration';
import { effectsOf, messagesOf } from '../steps/localThenRegular';

export const effects = effectsOf<UserAdminRegistrationEffects>();
export const messages = messagesOf<UserAdminRegistrationMessages>();
