"""The calls that the desktop Camunda Modeler makes when somebody presses Deploy.

Source: camunda-modeler, `client/src/plugins/camunda-plugin/shared/CamundaAPI.js` and
`WellKnownAPI.js`; Camunda 7's REST API, “Deployment”.
"""
