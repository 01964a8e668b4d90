/** The scalar of e-mail addresses. It reads whatever may be one: the rule for new addresses is that of `newEmail`, and stored ones are always shown. */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { looksLikeEmail } from '../platform/email';

const parse = (value: unknown): string => {
  if (typeof value !== 'string' || !looksLikeEmail(value))
    throw new GraphQLError('The value is not an e-mail address.');
  return value;
};

export const EmailAddress = new GraphQLScalarType<string, string>({
  name: 'EmailAddress',
  description:
    'An e-mail address. Addresses can be internationalized (RFC 6531): their domain is shown as people read it, such as `müller.example`, and can be given in either form.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc6531',
  serialize: String,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  extensions: { codegenScalarType: 'string', jsonSchema: { type: 'string', format: 'idn-email' } },
});
