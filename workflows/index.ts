export { userAdminRegistration } from './userAdminRegistration';
