// The pool's openid-configuration, with the fields Cognito gives.
import { SCOPES } from "@tapedeck/functions/authcallback/scopes";

export function openidConfiguration(origin: string, issuer: string) {
  return {
    authorization_endpoint: `${origin}/oauth2/authorize`,
    code_challenge_methods_supported: ["S256"],
    end_session_endpoint: `${origin}/logout`,
    id_token_signing_alg_values_supported: ["RS256"],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code"],
    revocation_endpoint: `${origin}/oauth2/revoke`,
    scopes_supported: SCOPES,
    subject_types_supported: ["public"],
    token_endpoint: `${origin}/oauth2/token`,
    token_endpoint_auth_methods_supported: ["none"],
    userinfo_endpoint: `${origin}/oauth2/userInfo`,
  };
}
