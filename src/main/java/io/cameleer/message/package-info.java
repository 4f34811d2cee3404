/** What the routes and the beans agree on: the headers of messages. Their bodies are the records of the stages. */
package io.cameleer.message;
