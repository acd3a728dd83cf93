Subject: [{{TICKET}}] Proposed answer: {{SUBJECT}}

{{#SUGGESTION}}
---- Proposed answer ({{PROBABILITY}} sure) ----
{{ANSWER}}
---- Reply with #send to send it as it is ----
{{/SUGGESTION}}
