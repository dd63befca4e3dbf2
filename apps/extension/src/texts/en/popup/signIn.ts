export const popupSignIn = {
  title: "Sign in",
  email: "Email",
  password: "Password",
  code: "Code from your authenticator app",
  submit: "Sign in",
  unreachable: "{server} isn’t responding. Check the address, or try again.",
} as const;
