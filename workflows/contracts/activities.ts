import type { AccountDeletionEffects, AccountDeletionMessages } from './accountDeletion';
import type { ContactChangeEffects, ContactChangeMessages } from './contactChange';
import type { EmployeeRegistrationEffects, EmployeeRegistrationMessages } from './employeeRegistration';
import type { FlowName } from './flow';
import type { LineReleaseEffects, LineReleaseMessages } from './lineRelease';
import type { NewDeviceConfirmationEffects, NewDeviceConfirmationMessages } from './newDeviceConfirmation';
import type { OneTimePasswordEffects, OneTimePasswordMessages } from './oneTimePassword';
import type { PasswordChangeEffects, PasswordChangeMessages } from './passwordChange';
import type { PasswordRecoveryEffects, PasswordRecoveryMessages } from './passwordRecovery';
import type { RecordRetentionEffects } from './recordRetention';
import type { SimAssociationEffects, SimAssociationMessages } from './simAssociation';
import type { TelcoManagerInvitationEffects, TelcoManagerInvitationMessages } from './telcoManagerInvitation';
import type { UserAdminRegistrationEffects, UserAdminRegistrationMessages } from './userAdminRegistration';
import type { UserAdminReviewEffects, UserAdminReviewMessages } from './userAdminReview';

/** What each flow calls: its effects on the database and its messages. A flow that is left out does not compile. */
type ActivitiesOfFlow = OfEveryFlow<{
  userAdminRegistration: UserAdminRegistrationEffects & UserAdminRegistrationMessages;
  telcoManagerInvitation: TelcoManagerInvitationEffects & TelcoManagerInvitationMessages;
  employeeRegistration: EmployeeRegistrationEffects & EmployeeRegistrationMessages;
  passwordRecovery: PasswordRecoveryEffects & PasswordRecoveryMessages;
  oneTimePassword: OneTimePasswordEffects & OneTimePasswordMessages;
  simAssociation: SimAssociationEffects & SimAssociationMessages;
  contactChange: ContactChangeEffects & ContactChangeMessages;
  accountDeletion: AccountDeletionEffects & AccountDeletionMessages;
  passwordChange: PasswordChangeEffects & PasswordChangeMessages;
  lineRelease: LineReleaseEffects & LineReleaseMessages;
  userAdminReview: UserAdminReviewEffects & UserAdminReviewMessages;
  newDeviceConfirmation: NewDeviceConfirmationEffects & NewDeviceConfirmationMessages;
}>;
type OfEveryFlow<Table extends Record<FlowName, object>> = Table;

type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every activity of every flow, and of what schedules start: what a worker must have. */
export type EveryActivity = AllOf<ActivitiesOfFlow[FlowName]> & RecordRetentionEffects;
