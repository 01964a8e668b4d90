/** The requests used in the measurements. */
'use strict';

exports.PAGE = `query Page($since: DateTime!) {
  users(first: 20, filter: { status: [ACTIVE], lastLoginFrom: $since }) {
    nodes {
      id username name status createdAt
      sessions(first: 2) {
        nodes { id platform ip status createdAt lastSeenAt device { id name platform model } }
      }
    }
  }
}`;
exports.PAGE_BODY = JSON.stringify({ query: exports.PAGE, variables: { since: '2020-01-01T00:00:00.000Z' } });
exports.HELLO_BODY = JSON.stringify({ query: '{ __typename }' });
