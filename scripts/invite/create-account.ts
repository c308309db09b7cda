// Makes an account in a deployed user pool, and has Cognito mail its temporary password.
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { CommandError } from "@tapedeck/local/bin/command";

export interface NewAccount {
  readonly address: string;
  readonly userPoolId: string;
  readonly region: string;
}

/**
 * The owner vouches for the address, so it counts as verified: the person's first federated sign-in, and a forgotten
 * password, rely on it. Cognito's default medium is a text message.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 * @throws {CommandError} with what the owner can do
 */
export async function createAccount({ address, userPoolId, region }: NewAccount): Promise<void> {
  const client = new CognitoIdentityProviderClient({ region });
  try {
    await client.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: address,
        UserAttributes: [
          { Name: "email", Value: address },
          { Name: "email_verified", Value: "true" },
        ],
        DesiredDeliveryMediums: ["EMAIL"],
      }),
    );
  } catch (thrown) {
    throw new CommandError(sentenceFor(thrown, address), { cause: thrown });
  } finally {
    client.destroy();
  }
}

function sentenceFor(thrown: unknown, address: string): string {
  const { name, message } = thrown as Error;
  switch (name) {
    case "UsernameExistsException":
      return `${address} has an account already. Its temporary password may have ended: docs/operations.md says how to send another.`;
    case "UserLambdaValidationException":
      return `The stage's pre-sign-up trigger refused ${address}: ${message}`;
    case "ResourceNotFoundException":
      return "The user pool of this stage is gone: deploy the stage again.";
    case "AccessDeniedException":
      return "Your credentials may not make accounts in this pool: they need cognito-idp:AdminCreateUser.";
    case "LimitExceededException":
    case "TooManyRequestsException":
      return `Cognito has too many requests, or has mailed its 50 of today: try again later. ${message}`;
    case "CodeDeliveryFailureException":
      return `Cognito could not mail ${address}: ${message}`;
    case "CredentialsProviderError":
    case "ExpiredTokenException":
    case "UnrecognizedClientException":
      return "There are no valid credentials for AWS: run aws sso login, and name your profile in AWS_PROFILE.";
    default:
      return `Cognito made no account for ${address}: ${name}, ${message}`;
  }
}
