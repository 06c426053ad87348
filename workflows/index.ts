export { accountDeletion } from './accountDeletion';
export { employeeRegistration } from './employeeRegistration';
export { oneTimePassword } from './oneTimePassword';
export { passwordRecovery } from './passwordRecovery';
export { userAdminRegistration } from './userAdminRegistration';
