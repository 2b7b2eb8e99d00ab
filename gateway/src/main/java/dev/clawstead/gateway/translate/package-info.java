/**
 * Between OpenAI's chat/completions and Anthropic's messages: pure functions of JSON, for a chain
 * of models that crosses protocols. A class is named after the protocol that it writes.
 *
 * <p>A field is <b>carried</b>, <b>dropped</b> where the answer is the same kind of answer without
 * it, or <b>refused</b> ({@link dev.clawstead.gateway.translate.Untranslatable}) where the client
 * would get something else than it asked for. A field that is new to us is dropped: most are hints,
 * and refusing one would take the provider out of every chain. What has the wrong type is refused.
 *
 * <pre>{@code
 * chat/completions request        to messages
 * ------------------------------  ----------------------------------------------------------------
 * model                           the provider's id; the answer carries the name asked for
 * messages: system, developer     carried, all hoisted into system
 * messages: user                  carried; those in a row become one turn; name dropped
 * messages: assistant             carried, with refusal as text; function_call, audio refused
 * messages: tool                  carried, all in the one user turn after the calls
 * messages: function              refused
 * messages: end with assistant    refused: it would be gone on with, or be an error
 * messages: begin with assistant  carried, after an opening of the user's
 * text                            carried; blank text dropped, for it is an error
 * image_url                       carried: https, and data of JPEG, PNG, GIF, WebP; detail dropped
 * file                            carried: data of PDF and plain text; file_id refused
 * input_audio                     refused
 * tool_calls                      carried; arguments that are no object as {"invalid_json": text};
 *                                 ids that Anthropic does not take are replaced, always alike
 * tools                           carried; strict dropped (their strict takes fewer schemas);
 *                                 custom tools refused; without tools the called ones are declared
 * tool_choice                     carried; allowed_tools by sending only those; a forced call is
 *                                 refused for models that cannot be forced
 * parallel_tool_calls             carried
 * max_completion_tokens,          carried, the first of them; else the default of the gateway
 *   max_tokens
 * temperature, top_p              one of them carried, at most 1; dropped for models that take
 *                                 none, and with thinking
 * stop                            carried; a blank one refused
 * reasoning_effort                carried as effort, or as budget for models before 4.6; not amid
 *                                 a turn of such a model, nor with a forced call
 * response_format                 json_schema carried (SchemaSubset), text dropped, json_object and
 *                                 models before 4.5 refused
 * safety_identifier, user         carried as metadata.user_id
 * stream, stream_options          carried; include_usage decides about the last chunk
 * n above 1, logprobs,            refused
 *   top_logprobs, logit_bias, audio, modalities, web_search_options, moderation, functions,
 *   function_call
 * frequency_penalty, presence_    dropped
 *   penalty, seed, verbosity, prediction, service_tier, store, metadata, prompt_cache_*
 * (nothing)                       cache_control after the tools and after the leading system
 *                                 messages: the prefix that is the same in every call
 *
 * messages request                to chat/completions
 * ------------------------------  ----------------------------------------------------------------
 * model                           the provider's id; the answer carries the name asked for
 * max_tokens                      carried as max_completion_tokens; 0 refused
 * system, system messages         carried, each as one text
 * text, image                     carried; a stored file refused
 * document                        carried: bytes and text as file, content as its parts; url,
 *                                 stored files and citations refused
 * tool_use                        carried
 * tool_result                     carried as tool message; is_error as "Error: "; what is no text
 *                                 goes into the user message after it
 * thinking, redacted_thinking     dropped: the signature is of the model that thought it
 * other blocks                    refused: they are of tools that run at Anthropic
 * messages: end with assistant    refused: it would not be gone on with
 * tools                           carried; strict dropped; names above 64 and tools that run at
 *                                 Anthropic refused
 * tool_choice                     carried
 * temperature, top_p              carried; dropped for models that reason
 * thinking, output_config.effort  carried as reasoning_effort to models that reason, else dropped;
 *                                 thinking that is off or adaptive without effort: not said
 * output_config.format            carried; strict where OpenAI takes the schema so
 * stop_sequences                  carried up to 4, more refused
 * metadata.user_id                carried as user
 * stream                          carried, always with usage
 * mcp_servers, container,         refused
 *   output_format, inference_geo other than global
 * cache_control, top_k,           dropped
 *   service_tier, context_management
 *
 * answers and streams
 * ------------------------------  ----------------------------------------------------------------
 * id                              carried
 * thinking, reasoning_content     dropped: without a signature it could not come back
 * usage                           carried exactly (Usage)
 * stop_reason, finish_reason      carried (StopReasons); a stop sequence is a natural end in chat
 * errors                          carried, also amid a stream (Errors)
 * ping, events that are new       dropped
 * citations, annotations          dropped
 * a stream that is cut            an error, never a finish
 * }</pre>
 */
@NullMarked
package dev.clawstead.gateway.translate;

import org.jspecify.annotations.NullMarked;
