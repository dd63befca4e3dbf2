export const popupSignIn = {
  title: "Sign in",
  email: "Mail address",
  password: "Password",
  code: "Code from your authenticator app",
  submit: "Sign in",
  unreachable: "The server at {server} does not answer. Check the address, or try again.",
} as const;
